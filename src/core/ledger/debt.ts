import type { Instant } from '../instant.ts'
import { type Book, post } from './book.ts'
import { type Grant, hasExpired, isUnscoped } from './grant.ts'
import { grantsInOrder, type Wallet } from './wallet.ts'

/**
 * A debt is what a wallet owes after a refund or a lost dispute took back credits that were spent. It is paid at
 * once from whatever the wallet has for everyone, and first of all by the next grant, unless that is a member's own:
 * nobody pays alone for what all of an account owe.
 */
export function payDebt(book: Book, wallet: Wallet, at: Instant, newcomer?: Grant): void {
  if (wallet.debt_micro === 0n) return
  if (newcomer) payFrom(book, wallet, newcomer, at)
  for (const grant of grantsInOrder(wallet)) {
    if (wallet.debt_micro === 0n) return
    if (isUnscoped(grant.scope)) payFrom(book, wallet, grant, at)
  }
}

/** Pays what a grant has left, or all that is owed; out of a member's own credits, nothing. */
export function payFrom(book: Book, wallet: Wallet, grant: Grant, at: Instant): void {
  if (grant.scope.member !== null || grant.state !== 'open' || hasExpired(grant, at)) return
  const { remaining_micro } = grant
  const amount_micro = remaining_micro < wallet.debt_micro ? remaining_micro : wallet.debt_micro
  if (amount_micro === 0n) return
  post(book, wallet, { kind: 'debt', from: 'wallet', to: 'debt', amount_micro, grant, cause: grant.id, at })
}
