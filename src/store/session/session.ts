import type pg from 'pg'
import type { Row } from './connection.ts'
import { Statements } from './statements.ts'

/**
 * Whatever runs statements: the client that a transaction is open on, whose errors go through it as they are, or the
 * pool where each stands alone. A pool by itself is none, because its errors would be taken for faults of ours.
 */
export type Session = Statements | pg.ClientBase

/** The longest that a statement may take: past it the database counts as away. */
export const ANSWER_WITHIN_MS = 5_000

/**
 * The longest for a look-up that takes a millisecond. One of these comes after the other in a call, and whoever finds
 * two connections silent is told in time all the same.
 */
export const LOOK_UP_WITHIN_MS = 3_000

/** PostgreSQL ends a statement by itself so much sooner than the driver stops waiting: nothing goes on for nobody. */
export const GRACE_MS = 500

export async function rowsOf<R extends pg.QueryResultRow>(
  session: Session,
  text: string,
  values: unknown[],
): Promise<R[]> {
  return (await session.query<R>({ text, values })).rows
}

/** For a statement that may well take longer than others. */
export async function longRowsOf<R extends pg.QueryResultRow>(
  session: Session,
  text: string,
  values: unknown[],
  within_ms: number,
): Promise<R[]> {
  if (session instanceof Statements)
    return session.together((client) => longRowsOf<R>(client, text, values, within_ms))
  await session.query(`set local statement_timeout = ${within_ms - GRACE_MS}`)
  const query = { text, values, query_timeout: within_ms }
  const { rows } = await session.query<R>(query)
  await session.query('set local statement_timeout to default')
  return rows
}

/** The same as arrays, for rows that are read by the place of their columns. */
export async function arraysOf(session: Session, text: string, values: unknown[]): Promise<Row[]> {
  return (await session.query<Row>({ text, values, rowMode: 'array' as const })).rows
}

export const timestamp = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString()

/** A statement that each connection reads and plans once: renewals ask the same by the thousand. */
export interface Prepared {
  readonly name: string
  readonly text: string
}

export async function preparedRowsOf<R extends pg.QueryResultRow>(
  session: Session,
  prepared: Prepared,
  values: unknown[],
): Promise<R[]> {
  return (await session.query<R>({ ...prepared, values })).rows
}

/** So many parameters, from that number on, as a list. */
export const places = (from: number, count: number): string =>
  Array.from({ length: count }, (_, i) => `$${from + i}`).join(', ')
