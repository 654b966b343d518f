import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** By far the longest, which nobody should be waited for at the end. */
const LONGEST = 'test/properties/ledger.test.ts'

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLongest = ({ moduleId }: TestSpecification) => moduleId.endsWith(LONGEST)
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))]
  }
}

export default defineConfig({
  // What is pure in the pages is tested without a browser.
  resolve: { alias: { '@scrip/sdk': join(import.meta.dirname, 'sdk/src/index.ts') } },
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
    testTimeout: 180_000,
    hookTimeout: 180_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 60_000 } },
  },
})
