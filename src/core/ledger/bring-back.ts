import { lesser, type Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { type Book, post } from './book.ts'
import { joinBucket } from './bucket-move.ts'
import type { BookName, EntryKind } from './entry.ts'
import { freeze, markGrant } from './freeze.ts'
import { type Grant, hasExpired } from './grant.ts'
import type { Wallet } from './wallet.ts'

/** Credits on the way back to the very grant that they came from. */
export interface Returning {
  readonly kind: Extract<EntryKind, 'release' | 'reversal' | 'restoration'>
  readonly from: BookName
  readonly grant: Grant
  readonly amount_micro: Micro
  readonly cause: string
  readonly at: Instant
}

/** What was written off is revoked as it comes back, or it could be drawn a second time. Answers how much is left then. */
export function makeGood(book: Book, wallet: Wallet, returning: Returning): Micro {
  const { grant, amount_micro } = returning
  const written_off_micro = lesser(grant.written_off_micro, amount_micro)
  if (written_off_micro > 0n) {
    grant.written_off_micro -= written_off_micro
    markGrant(book.journal, grant)
    post(book, wallet, { ...returning, to: 'revoked', amount_micro: written_off_micro })
  }
  return amount_micro - written_off_micro
}

/** What is its grant's again expires where that has, and is frozen where that is. Answers how much expired. */
export function land(book: Book, wallet: Wallet, returning: Returning): Micro {
  const { grant, amount_micro, from, cause, at } = returning
  if (amount_micro === 0n) return 0n
  if (hasExpired(grant, at)) {
    const kind = from === 'held' ? 'expiry' : returning.kind
    post(book, wallet, { ...returning, kind, to: 'expired' })
    return amount_micro
  }
  post(book, wallet, { ...returning, to: 'wallet' })
  if (grant.frozen) freeze(book, wallet, grant, cause, at)
  return 0n
}

/** All of it, for credits that owe nothing. */
export function bringBack(book: Book, wallet: Wallet, returning: Returning): void {
  if (returning.amount_micro === 0n) return
  joinBucket(book, wallet, returning.grant)
  land(book, wallet, { ...returning, amount_micro: makeGood(book, wallet, returning) })
}
