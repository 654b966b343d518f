import { beforeAll } from 'vitest'

type End = () => unknown

const ends: End[] = []

/** Done when the test file that runs is over, the last that was asked for first. May be asked for at any time. */
export function afterFile(end: End): void {
  ends.push(end)
}

/** Said once for each file, by `file-setup.ts`: what the first preparation leaves behind is cleared away last. */
export function endEachFile(): void {
  beforeAll(() => async () => {
    const failures: unknown[] = []
    for (let end = ends.pop(); end; end = ends.pop())
      await Promise.resolve()
        .then(end)
        .catch((error: unknown) => failures.push(error))
    if (failures.length === 1) throw failures[0]
    if (failures.length > 1)
      throw new AggregateError(failures, 'what a test file had opened could not be closed')
  })
}
