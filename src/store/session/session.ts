import type pg from 'pg'
import type { Row } from './connection.ts'

/** Whatever runs statements: the pool where each stands alone, or the client that a transaction is open on. */
export type Session = pg.Pool | pg.ClientBase

/** The longest that a statement may take: past it the database counts as away. */
export const ANSWER_WITHIN_MS = 5_000

/** `within_ms` is for a statement that may well take longer. */
export async function rowsOf<R extends pg.QueryResultRow>(
  session: Session,
  text: string,
  values: unknown[],
  within_ms = ANSWER_WITHIN_MS,
): Promise<R[]> {
  const query = { text, values, query_timeout: within_ms }
  return (await session.query<R>(query)).rows
}

/** The same as arrays, for rows that are read by the place of their columns. */
export async function arraysOf(session: Session, text: string, values: unknown[]): Promise<Row[]> {
  const query = { text, values, rowMode: 'array' as const, query_timeout: ANSWER_WITHIN_MS }
  return (await session.query<Row>(query)).rows
}

export const timestamp = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString()
