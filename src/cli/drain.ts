import type { Log } from './log.ts'

export type Stop = {
  /** Whether a signal has come already. */
  readonly asked: boolean
  /** Settles when everything has ended. */
  done: Promise<void>
  /** What a first signal runs, and what there is still time for when leaving at once. */
  use(finish: () => Promise<void>, abandon: () => void): void
}

export const drainLimitMs = 20_000

/** A Ctrl-C comes from the terminal and, passed on, from npm: within this time it is one and the same. */
const echoMs = 500

/** A first SIGTERM or SIGINT drains, within a bound; a second one leaves at once. */
export function onStopSignals(log: Log, limitMs = drainLimitMs): Stop {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let asked = false
  let askedAt = 0
  let begun = false
  let finish: (() => Promise<void>) | undefined
  let abandon = () => {}

  function drain() {
    if (begun || finish === undefined) return
    begun = true
    const limit = setTimeout(() => {
      log.error(`The server did not come to rest within ${limitMs / 1000} s and is ended`)
      leave(1)
    }, limitMs)
    finish()
      .then(resolve, reject)
      .finally(() => clearTimeout(limit))
  }

  function leave(code: number): never {
    abandon()
    process.exit(code)
  }

  for (const [signal, number] of [
    ['SIGTERM', 15],
    ['SIGINT', 2],
  ] as const) {
    process.on(signal, () => {
      if (asked && performance.now() - askedAt > echoMs) leave(128 + number)
      if (asked) return
      asked = true
      askedAt = performance.now()
      log.info(`${signal}: the server finishes what is under way and ends`)
      drain()
    })
  }

  return {
    get asked() {
      return asked
    },
    done: promise,
    use(whatFinishes, whatAbandons) {
      finish = whatFinishes
      abandon = whatAbandons
      if (asked) drain()
    },
  }
}
