import { lesser, type Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Refusal } from '../refusal.ts'
import { type Book, post } from './book.ts'
import { joinBucket } from './bucket-move.ts'
import { exceedsLimit, WALLET_FULL } from './decide-grant.ts'
import { freeze, markGrant } from './freeze.ts'
import { type Grant, hasExpired } from './grant.ts'
import { takenOf } from './taken.ts'
import { grantsInOrder, type Wallet } from './wallet.ts'

interface Restoring {
  /** No more than was taken back of it. */
  readonly amount_micro: Micro
  readonly cause: string
  readonly at: Instant
}

/**
 * Undoes the taking back of credits for money that stayed after all: each part goes back where it came from, what was
 * taken last first. What had expired stays so, and nothing is written off any more; what was owed is owed no more, and
 * where it was paid meanwhile, those who paid get it back; the rest was left, and is left again.
 */
export function restore(
  book: Book,
  wallet: Wallet,
  grant: Grant,
  { amount_micro, cause, at }: Restoring,
): Refusal | null {
  if (exceedsLimit(wallet, amount_micro)) return WALLET_FULL
  const { left_micro, owed_micro } = takenOf(book.taken, wallet, grant.id)
  let missing_micro = amount_micro
  const part = (most_micro: Micro): Micro => {
    const micro = lesser(missing_micro, most_micro)
    missing_micro -= micro
    return micro
  }
  const lapsed_micro = grant.revoked_micro - left_micro - owed_micro - grant.written_off_micro
  part(lapsed_micro)
  const forgiven_micro = part(grant.written_off_micro)
  const unowed_micro = part(owed_micro)
  const back_micro = part(left_micro)

  grant.revoked_micro -= amount_micro
  grant.written_off_micro -= forgiven_micro
  grant.owed_micro -= lesser(grant.owed_micro, unowed_micro)
  markGrant(book.journal, grant)
  if (unowed_micro > wallet.debt_micro) repay(book, wallet, unowed_micro - wallet.debt_micro, cause, at)
  if (unowed_micro > 0n)
    post(book, wallet, {
      kind: 'restoration',
      from: 'revoked',
      to: 'debt',
      amount_micro: unowed_micro,
      grant,
      cause,
      at,
    })
  bringBack(book, wallet, grant, { from: 'revoked', amount_micro: back_micro, cause, at })
  return null
}

/** Gives back what was paid of a debt that was none, to the grants that paid one last. */
function repay(book: Book, wallet: Wallet, repaid_micro: Micro, cause: string, at: Instant): void {
  let missing_micro = repaid_micro
  for (const grant of payersOf(book, wallet)) {
    const amount_micro = lesser(missing_micro, takenOf(book.taken, wallet, grant.id).paid_micro)
    bringBack(book, wallet, grant, { from: 'debt', amount_micro, cause, at })
    missing_micro -= amount_micro
  }
  if (missing_micro > 0n) throw new Error(`nobody paid ${missing_micro} of the debt that ${cause} undoes`)
}

/** Those that would be burned last have paid last. */
function payersOf(book: Book, wallet: Wallet): readonly Grant[] {
  const taken = book.taken.get(wallet)
  return grantsInOrder(wallet)
    .filter(({ id }) => (taken?.get(id)?.paid_micro ?? 0n) > 0n)
    .toReversed()
}

/**
 * What was written off of a grant is revoked as it comes back to it. To one that has expired it comes back expired, to one
 * that is frozen frozen.
 */
function bringBack(
  book: Book,
  wallet: Wallet,
  grant: Grant,
  { from, amount_micro, cause, at }: Restoring & { readonly from: 'revoked' | 'debt' },
): void {
  if (amount_micro > 0n) joinBucket(book, wallet, grant)
  const written_off_micro = lesser(grant.written_off_micro, amount_micro)
  const bring = (to: 'revoked' | 'expired' | 'wallet', amount_micro: Micro): void => {
    if (amount_micro > 0n)
      post(book, wallet, { kind: 'restoration', from, to, amount_micro, grant, cause, at })
  }
  if (written_off_micro > 0n) {
    grant.written_off_micro -= written_off_micro
    markGrant(book.journal, grant)
    bring('revoked', written_off_micro)
  }
  bring(hasExpired(grant, at) ? 'expired' : 'wallet', amount_micro - written_off_micro)
  if (grant.frozen) freeze(book, wallet, grant, cause, at)
}
