import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Where the long ones are, the longest first. */
const LONG = ['test/properties/', 'test/faults/', 'test/web/', 'test/cli/', 'test/scenarios/']

/** Who takes long begins first, so that nobody is waited for at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = LONG.findIndex((folder) => moduleId.includes(folder))
      return place < 0 ? LONG.length : place
    }
    return files.toSorted((a, b) => placeOf(a) - placeOf(b))
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/harness/postgres.ts'],
    setupFiles: ['test/harness/file-setup.ts'],
    pool: 'forks',
    // A worker reads the sources once, for all the files it takes.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // Many tests wait for a timeout or a process: with two more than there are cores, others use that time.
    maxWorkers: 4,
    // A machine that is busy with something else is slow, and that is no failure.
    testTimeout: 60_000,
    hookTimeout: 30_000,
    teardownTimeout: 30_000,
  },
})
