import type pg from 'pg'
import { Unavailable, Uncertain } from '../../core/unavailable.ts'

/**
 * What an error says of the database, and nothing against the work itself. `away`: the connection is of no more use,
 * and what was sent on it may or may not have happened. `busy`: the connection is fine, and others were in the way.
 */
export type Outage = 'away' | 'busy'

/** PostgreSQL's codes, by their class or by their own. */
const CODES: Readonly<Record<string, Outage>> = {
  /** The connection failed. */
  '08': 'away',
  /** There is no room: on the disk, in memory, for another connection. */
  '53': 'away',
  /** The server stops, begins or was told to end this; a statement that took too long is one of these (57014). */
  '57': 'away',
  /** It ended a transaction that did nothing for too long, or was too long in all. */
  '25P03': 'away',
  '25P04': 'away',
  /** It takes no writes: another server does now, and a new connection may find it. */
  '25006': 'away',
  /** Two transactions came between each other, or wait for each other, or one waited too long for a lock. */
  '40001': 'busy',
  '40P01': 'busy',
  '55P03': 'busy',
}

/** PostgreSQL ended the session, whatever for. */
const ENDED = new Set(['FATAL', 'PANIC'])

/** The driver has no codes for these. */
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered|Query read timeout)/

/** The connection broke, or could not be made. What was sent may or may not have happened. */
export class ConnectionLost extends Error {}

/** The connection broke while it committed, and nobody said whether it did. */
export class CommitLost extends Error {}

/** PostgreSQL answered with an error. */
export const isDatabaseError = (error: unknown): error is pg.DatabaseError =>
  error instanceof Error && 'severity' in error && typeof (error as pg.DatabaseError).code === 'string'

/** Null for an error that is about the work. */
export function outageOf(error: unknown): Outage | null {
  if (!(error instanceof Error)) return null
  if (error instanceof ConnectionLost || error instanceof CommitLost) return 'away'
  if (isDatabaseError(error)) {
    const { code = '', severity = '' } = error
    return ENDED.has(severity) ? 'away' : (CODES[code] ?? CODES[code.slice(0, 2)] ?? null)
  }
  const code = 'code' in error ? String(error.code) : ''
  return 'syscall' in error ||
    /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|EADDRNOTAVAIL)/.test(code) ||
    LOST.test(error.message)
    ? 'away'
    : null
}

/** Whether the connection is of no more use. */
export const isAway = (error: unknown): boolean => outageOf(error) === 'away'

/** Nothing came in time, not even PostgreSQL's own word that a statement took too long. */
export const isSilence = (error: unknown): boolean =>
  error instanceof Error && (/^Query read timeout/.test(error.message) || isSilence(error.cause))

/** Throws the error again, as `Unavailable` where it says that the database is away or busy. */
export function orUnavailable(error: unknown): never {
  if (outageOf(error) === null) throw error
  const Away = error instanceof CommitLost ? Uncertain : Unavailable
  throw new Away('The database is away or busy. Try again.', 1, { cause: error })
}
