import type pg from 'pg'
import { isSilence } from './outage.ts'
import { GRACE_MS } from './session.ts'

/** Connections that nobody uses now. */
export interface Idle {
  /** Gives up those on which nothing was heard since that moment. */
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

  /** Those of a pool, in which a statement is waited for so long. */
  watchPool(pool: pg.Pool, patience_ms: number): void {
    const idle = new IdleInPool(pool)
    this.watch(idle)
    pool.on('connect', (client) => idle.hear(client))
    pool.on('release', (error: unknown, client) => {
      if (!error) idle.hear(client)
      else if (isSilence(error)) this.fellSilent(patience_ms)
    })
  }

  /** Nothing was heard on a connection for so long, though PostgreSQL would have given its own word before. */
  fellSilent(for_ms: number): void {
    const since = performance.now() - for_ms + GRACE_MS
    for (const idle of this.#idle) idle.dropUnheard(since)
  }
}

class IdleInPool implements Idle {
  readonly #pool: pg.Pool
  readonly #heard = new WeakMap<pg.ClientBase, number>()

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  hear(client: pg.ClientBase, at = performance.now()): void {
    this.#heard.set(client, at)
  }

  dropUnheard(since: number): void {
    for (let idle = this.#pool.idleCount; idle > 0; idle -= 1)
      this.#pool.connect((_error, client, release) => {
        // All of them are taken before the first is given back, which would be taken again.
        if (client) setImmediate(() => this.#keepOrDrop(client, release, since))
      })
  }

  #keepOrDrop(client: pg.ClientBase, release: (drop: boolean) => void, since: number): void {
    const at = this.#heard.get(client) ?? 0
    if (at < since) cut(client)
    release(at < since)
    // That it was looked at is not that it was heard.
    this.hear(client, at)
  }
}

/** Ends a connection without a farewell, to which its far end would never answer. */
export function cut(client: pg.ClientBase): void {
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } }
  connection.stream.destroy()
}
