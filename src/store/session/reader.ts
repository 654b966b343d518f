import type pg from 'pg'
import type { Row } from './connection.ts'
import { orUnavailable } from './outage.ts'

export type Query = (text: string, values?: unknown[]) => Promise<Row[]>

const SNAPSHOT = 'begin isolation level repeatable read read only'

/** Reads off the pool, outside the hot path. A database that is away is `Unavailable`. */
export class Reader {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  query: Query = async (text, values = []) => {
    try {
      const { rows } = await this.#pool.query<Row>({ text, values, rowMode: 'array' })
      return rows
    } catch (error) {
      return orUnavailable(error)
    }
  }

  /** Several reads of one snapshot. */
  snapshot<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.#within(SNAPSHOT, work)
  }

  /**
   * The same, where what has an index in the order that is asked for is read off that index, and not beyond where the
   * reading ends. Else the planner may sort all that an account has for the first of it.
   */
  inOrder<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.#within(`${SNAPSHOT}; set local enable_sort = off; set local jit = off`, work)
  }

  async #within<T>(begin: string, work: (query: Query) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch(orUnavailable)
    let broken: unknown
    try {
      await client.query(begin)
      const result = await work(async (text, values = []) => {
        const { rows } = await client.query<Row>({ text, values, rowMode: 'array' })
        return rows
      })
      await client.query('commit')
      return result
    } catch (error) {
      broken = error
      return orUnavailable(error)
    } finally {
      // A connection with an open or failed transaction isn't given to anybody else.
      client.release(broken as Error | undefined)
    }
  }
}
