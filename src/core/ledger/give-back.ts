import { lesser, type Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { type Book, post } from './book.ts'
import { land, makeGood, type Returning } from './bring-back.ts'
import { joinBucket } from './bucket-move.ts'
import { markGrant } from './freeze.ts'
import type { Grant } from './grant.ts'
import { repay } from './repay.ts'
import type { Wallet } from './wallet.ts'

interface GivingBack {
  readonly grant: Grant
  readonly amount_micro: Micro
  /** Out of a hold that needs them no longer, or out of a debit that is reversed. */
  readonly from: 'held' | 'consumed'
  readonly cause: string
  readonly at: Instant
}

/**
 * Returns credits to the very grant that they came from. What was written off of it is made good first; then it pays what
 * is owed for it, because what comes back was never spent. Where others have paid that meanwhile, they get it back. What
 * has expired meanwhile expires now. Answers how much did.
 */
export function giveBack(book: Book, wallet: Wallet, giving: GivingBack): Micro {
  const { grant, from, cause, at } = giving
  joinBucket(book, wallet, grant)
  const returning: Returning = { ...giving, kind: from === 'held' ? 'release' : 'reversal' }
  const good_micro = makeGood(book, wallet, returning)
  const owed_micro = lesser(grant.owed_micro, good_micro)
  if (owed_micro > 0n) {
    grant.owed_micro -= owed_micro
    markGrant(book.journal, grant)
    repay(book, wallet, { grant, amount_micro: owed_micro, own_micro: 0n, cause, at })
    post(book, wallet, { ...returning, to: 'debt', amount_micro: owed_micro })
  }
  return land(book, wallet, { ...returning, amount_micro: good_micro - owed_micro })
}
