import { lesser, type Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { type Book, post } from './book.ts'
import { joinBucket } from './bucket-move.ts'
import { freeze, markGrant } from './freeze.ts'
import { type Grant, hasExpired } from './grant.ts'
import type { Wallet } from './wallet.ts'

interface Returning {
  readonly grant: Grant
  readonly amount_micro: Micro
  /** Out of a hold that needs them no longer, or out of a debit that is reversed. */
  readonly from: 'held' | 'consumed'
  readonly cause: string
  readonly at: Instant
}

/**
 * Returns credits to the very grant that they came from. What was written off of it is made good first, or it could be
 * drawn a second time; then it pays what is still owed for it, because what comes back was never spent; what has
 * expired meanwhile expires now; what comes back to a frozen grant is frozen with the
 * rest. Answers how much expired.
 */
export function giveBack(book: Book, wallet: Wallet, returning: Returning): Micro {
  const { grant, from, cause, at } = returning
  joinBucket(book, wallet, grant)
  const kind = from === 'held' ? 'release' : 'reversal'
  const written_off_micro = lesser(grant.written_off_micro, returning.amount_micro)
  if (written_off_micro > 0n) {
    grant.written_off_micro -= written_off_micro
    markGrant(book.journal, grant)
    post(book, wallet, { kind, from, to: 'revoked', amount_micro: written_off_micro, grant, cause, at })
  }
  const owed_micro = lesser(grant.owed_micro, returning.amount_micro - written_off_micro)
  const paid_micro = lesser(owed_micro, wallet.debt_micro)
  if (owed_micro > 0n) {
    grant.owed_micro -= owed_micro
    markGrant(book.journal, grant)
  }
  if (paid_micro > 0n)
    post(book, wallet, { kind, from, to: 'debt', amount_micro: paid_micro, grant, cause, at })
  const amount_micro = returning.amount_micro - written_off_micro - paid_micro
  if (amount_micro === 0n) return 0n
  if (hasExpired(grant, at)) {
    const kind = from === 'held' ? 'expiry' : 'reversal'
    post(book, wallet, { kind, from, to: 'expired', amount_micro, grant, cause, at })
    return amount_micro
  }
  post(book, wallet, { kind, from, to: 'wallet', amount_micro, grant, cause, at })
  if (grant.frozen) freeze(book, wallet, grant, cause, at)
  return 0n
}
