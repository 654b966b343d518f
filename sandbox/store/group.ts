import type { Database } from './database.ts'

/**
 * Works that come close together are written to the disk together: flushing each by itself would take longer than all
 * else that is done for it. Whoever tells of a work waits until it is written.
 */
export class Group {
  readonly #database: Database
  readonly #ended: (written: boolean) => void
  #open: PromiseWithResolvers<void> | undefined

  constructor(database: Database, ended: (written: boolean) => void) {
    this.#database = database
    this.#ended = ended
  }

  get isOpen(): boolean {
    return this.#open !== undefined
  }

  /** Begins one, if none is open. It takes in everything that has arrived by now. */
  join(): void {
    if (this.#open !== undefined) return
    this.#database.exec('begin immediate')
    this.#open = Promise.withResolvers()
    // Nobody may be waiting.
    this.#open.promise.catch(() => {})
    setImmediate(() => this.commit())
  }

  /** Settles once everything that was done so far outlives a crash. */
  written(): Promise<void> {
    return this.#open?.promise ?? Promise.resolve()
  }

  commit(): void {
    const open = this.#open
    if (open === undefined) return
    this.#open = undefined
    try {
      this.#database.exec('commit')
      open.resolve()
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('rollback')
      open.reject(error)
      this.#ended(false)
      return
    }
    this.#ended(true)
  }
}
