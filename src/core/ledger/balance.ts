import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { emptyBook } from './book.ts'
import { settleDue } from './due.ts'
import type { Grant } from './grant.ts'
import { isDue, type Wallet } from './wallet.ts'

/** What a wallet has at a moment. */
export interface Balance {
  readonly account: string
  readonly credit_type: string
  readonly available_micro: Micro
  readonly held_micro: Micro
  readonly debt_micro: Micro
  readonly expiring_next: { readonly at: Instant; readonly amount_micro: Micro } | null
  readonly as_of: Instant
}

/** The balance at `now`, whatever jobs have run: what is due by then is settled on the loaded copy, which is not written. */
export function balanceOf(wallet: Wallet, now: Instant): Balance {
  if (isDue(wallet, now)) settleDue(emptyBook(), wallet, now)
  const { account, credit_type, available_micro, held_micro, debt_micro } = wallet
  const expiring_next = expiringNext(wallet.grants.values())
  return { account, credit_type, available_micro, held_micro, debt_micro, expiring_next, as_of: now }
}

/** The earliest expiry among open grants, and how much of what is left it takes. */
export function expiringNext(grants: Iterable<Grant>): Balance['expiring_next'] {
  let next: { at: Instant; amount_micro: Micro } | null = null
  for (const { state, expires_at, remaining_micro } of grants) {
    if (state !== 'open' || expires_at === null) continue
    if (next === null || expires_at < next.at) next = { at: expires_at, amount_micro: remaining_micro }
    else if (expires_at === next.at) next.amount_micro += remaining_micro
  }
  return next
}
