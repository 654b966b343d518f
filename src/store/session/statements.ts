import type pg from 'pg'
import { orUnavailable } from './outage.ts'
import { inTransaction } from './transaction.ts'

type Query = pg.ClientBase['query']

/** Statements off the pool, each of which stands alone. A database that is away or busy is `Unavailable`. */
export class Statements {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  readonly query = ((query: pg.QueryConfig, values?: unknown[]) =>
    this.#pool.query(query, values).catch(orUnavailable)) as Query

  /** The few that must be one transaction. */
  together<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
    return inTransaction(this.#pool, work).catch(orUnavailable)
  }
}
