import type pg from 'pg'

/** Whatever runs statements: the pool where each stands alone, or the client that a transaction is open on. */
export type Session = pg.Pool | pg.ClientBase

export async function rowsOf<R extends pg.QueryResultRow>(
  session: Session,
  text: string,
  values: unknown[],
): Promise<R[]> {
  return (await session.query<R>(text, values)).rows
}

export const timestamp = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString()
