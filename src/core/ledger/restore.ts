import { lesser, type Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Refusal } from '../refusal.ts'
import { type Book, post } from './book.ts'
import { bringBack } from './bring-back.ts'
import { exceedsLimit, WALLET_FULL } from './decide-grant.ts'
import { markGrant } from './freeze.ts'
import type { Grant } from './grant.ts'
import { repay } from './repay.ts'
import { takenOf } from './taken.ts'
import type { Wallet } from './wallet.ts'

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
  const { left_micro, owed_micro } = takenOf(wallet, grant.id)
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
  const due_micro = lesser(grant.owed_micro, unowed_micro)
  grant.owed_micro -= due_micro
  markGrant(book.journal, grant)
  const returning = { kind: 'restoration', from: 'revoked', grant, cause, at } as const
  if (unowed_micro > 0n) {
    // It gets back no more than it paid itself, of what nobody owes any more.
    const own_micro = lesser(unowed_micro - due_micro, takenOf(wallet, grant.id).paid_micro)
    repay(book, wallet, { grant, amount_micro: unowed_micro, own_micro, cause, at })
    post(book, wallet, { ...returning, to: 'debt', amount_micro: unowed_micro })
  }
  bringBack(book, wallet, { ...returning, amount_micro: back_micro })
  return null
}
