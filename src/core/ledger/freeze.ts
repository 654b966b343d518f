import type { Instant } from '../instant.ts'
import { type Book, noteGrant, post } from './book.ts'
import { type Grant, hasExpired } from './grant.ts'
import type { Journal } from './journal.ts'
import type { Wallet } from './wallet.ts'

/**
 * Sets all that is left of a grant aside while the purchase behind it is disputed: it can't be drawn and doesn't
 * expire. What comes back to it meanwhile is frozen too.
 */
export function freeze(book: Book, wallet: Wallet, grant: Grant, cause: string, at: Instant): void {
  grant.frozen = true
  markGrant(book.journal, grant)
  const { remaining_micro: amount_micro } = grant
  if (amount_micro === 0n) return
  grant.frozen_micro += amount_micro
  post(book, wallet, { kind: 'freeze', from: 'wallet', to: 'held', amount_micro, grant, cause, at })
}

/** Ends the freeze. An expiry that passed under it takes effect now. */
export function thaw(book: Book, wallet: Wallet, grant: Grant, cause: string, at: Instant): void {
  const { frozen_micro: amount_micro } = grant
  grant.frozen = false
  grant.frozen_micro = 0n
  markGrant(book.journal, grant)
  if (amount_micro === 0n) return
  const to = hasExpired(grant, at) ? 'expired' : 'wallet'
  post(book, wallet, { kind: 'thaw', from: 'held', to, amount_micro, grant, cause, at })
}

/** Marks a grant of which something changed that draws leave alone. */
export function markGrant(journal: Journal, grant: Grant): void {
  noteGrant(journal, grant)
  journal.marked.add(grant)
}
