import type pg from 'pg'
import { isSilence } from './outage.ts'
import { GRACE_MS } from './session.ts'

/** A connection that nobody uses now. */
export interface Idle {
  /** Gives it up where nothing was heard on it since that moment. */
  dropUnheard(since: number): void
}

/**
 * The way to the database, as all the connections of a process find it. Where one waited in vain, the others that idle
 * are suspect: the machine at their far end may be gone, and each would cost whoever uses it next the same wait. They
 * are given up, for new ones that cost milliseconds.
 */
export class Line {
  readonly #idle: Idle[] = []

  watch(idle: Idle): void {
    this.#idle.push(idle)
  }

  /** Nothing was heard on a connection for so long, though PostgreSQL would have given its own word before. */
  fellSilent(for_ms: number): void {
    const since = performance.now() - for_ms + GRACE_MS
    for (const idle of this.#idle) idle.dropUnheard(since)
  }

  /** In this pool a statement is waited for so long. */
  watchPool(pool: pg.Pool, patience_ms: number): void {
    const heard = new WeakMap<object, number>()
    const hear = (client: object) => heard.set(client, performance.now())
    pool.on('connect', hear)
    pool.on('release', (error: unknown, client) => {
      if (!error) hear(client)
      else if (isSilence(error)) this.fellSilent(patience_ms)
    })
    this.watch({
      dropUnheard(since) {
        for (let idle = pool.idleCount; idle > 0; idle -= 1)
          pool.connect((_error, client, release) => {
            // All of them are taken before the first is given back, which would be taken again.
            if (client) setImmediate(() => release((heard.get(client) ?? 0) < since))
          })
      },
    })
  }
}
