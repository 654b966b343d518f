import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/harness/postgres.ts'],
    setupFiles: ['test/harness/file-setup.ts'],
    pool: 'forks',
    // A worker reads the sources once, for all the files it takes.
    isolate: false,
    // Many tests wait for a timeout or a process: with two more than there are cores, others use that time.
    maxWorkers: 4,
    // A machine that is busy with something else is slow, and that is no failure.
    testTimeout: 60_000,
    hookTimeout: 30_000,
    teardownTimeout: 30_000,
  },
})
