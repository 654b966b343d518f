import pg from 'pg'

interface Statement {
  readonly text: string
  readonly values: unknown[]
}

/** An array literal of values that need no quotes; cheaper than the driver's own, so it does not slow a reference. */
export const arrayOf = (values: readonly (string | number)[]): string => `{${values.join(',')}}`

/**
 * The rate of a statement on so many connections at once. They are opened anew for every measurement, because a plan
 * that was made early on would stay with a connection for good.
 */
export function repeated(owner: pg.ClientConfig, clients: number, units: number, next: () => Statement) {
  return async (seconds: number, warmSeconds: number): Promise<number> => {
    const sessions = await Promise.all(
      Array.from({ length: clients }, async () => {
        const session = new pg.Client(owner)
        await session.connect()
        return session
      }),
    )
    let done = 0
    let stopped = false
    const work = sessions.map(async (session) => {
      while (!stopped) {
        await session.query({ name: 'measured', ...next() })
        done += units
      }
    })
    await pause(warmSeconds)
    const [before, began] = [done, performance.now()]
    await pause(seconds)
    const rate = (done - before) / ((performance.now() - began) / 1000)
    stopped = true
    await Promise.all(work)
    await Promise.all(sessions.map((session) => session.end()))
    return rate
  }
}

const pause = (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000))
