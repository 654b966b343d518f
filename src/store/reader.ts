import type pg from 'pg'
import { Unavailable } from '../core/unavailable.ts'
import { isOutage, type Row } from './connection.ts'

export type Query = (text: string, values?: unknown[]) => Promise<Row[]>

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
      throw awayOr(error)
    }
  }

  /** Several reads of one snapshot. */
  async snapshot<T>(work: (query: Query) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw awayOr(error)
    })
    let broken: unknown
    try {
      await client.query('begin isolation level repeatable read read only')
      const result = await work(async (text, values = []) => {
        const { rows } = await client.query<Row>({ text, values, rowMode: 'array' })
        return rows
      })
      await client.query('commit')
      return result
    } catch (error) {
      broken = error
      throw awayOr(error)
    } finally {
      // A connection with an open or failed transaction isn't given to anybody else.
      client.release(broken !== undefined)
    }
  }
}

/** The driver's own errors mean that the database could not be reached; those that PostgreSQL answers are bugs. */
export function awayOr(error: unknown): unknown {
  const answered = error instanceof Error && 'severity' in error
  if (error instanceof Unavailable || (answered && !isOutage(error))) return error
  const fromDriver = error instanceof Error && ('code' in error || /connect|terminat|timeout/i.test(error.message))
  return answered || fromDriver ? new Unavailable('The database does not answer.', 2, { cause: error }) : error
}
