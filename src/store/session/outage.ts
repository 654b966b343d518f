import { Unavailable, Uncertain } from '../../core/unavailable.ts'

/** A lock was waited for too long, or two transactions wait for each other again and again. */
const BUSY = new Set(['55P03', '40P01', '40001'])

/** The driver has no codes for these. */
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered|Query read timeout)/

/** The connection broke while it committed, and nobody said whether it did. */
export class CommitLost extends Error {}

/** Whether the error says that the database is away or overloaded, and nothing against the work itself. */
export function isAway(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  if (error instanceof CommitLost) return true
  const code = 'code' in error ? String(error.code) : ''
  const failed = 'syscall' in error || /^(ECONN|EPIPE|ETIMEDOUT|08|53|57P|25P03)/.test(code)
  return failed || BUSY.has(code) || LOST.test(error.message)
}

/** Throws the error again, as `Unavailable` where it says that the database is away. */
export function orUnavailable(error: unknown): never {
  if (!isAway(error)) throw error
  const Away = error instanceof CommitLost ? Uncertain : Unavailable
  throw new Away('The database is away or busy. Try again.', 1, { cause: error })
}
