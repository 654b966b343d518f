import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Page, PageRequest } from '../ports.ts'
import type { Price } from '../pricing/price.ts'
import type { Purchase, PurchaseState, Refund, Transition } from './purchase.ts'

/**
 * What is kept of buying. A purchase is written once, here; every later change of it is a `settle_purchase` of the
 * ledger, together with what it means for the wallet.
 */
export interface PurchaseRecords {
  insertPrice(price: Price): Promise<boolean>
  archivePrice(id: string, at: Instant): Promise<void>
  price(id: string): Promise<Price | null>
  prices(credit_type: string | null, page: PageRequest): Promise<Page<Price>>

  /** The payment side's id of an account. */
  customer(account: string): Promise<string | null>
  /** Keeps the first one that is given. */
  keepCustomer(account: string, customer: string, now: Instant): Promise<void>
  accountOfCustomer(customer: string): Promise<string | null>

  /** With its first transitions. Where an identical attempt's outcome is not known, answers that one and writes nothing. */
  insertPurchase(purchase: Purchase, transitions: readonly Transition[]): Promise<'inserted' | Purchase>
  purchase(account: string, id: string): Promise<Purchase | null>
  purchases(account: string | null, filter: PurchaseFilter, page: PageRequest): Promise<Page<Purchase>>
  transitions(account: string, purchase: string): Promise<readonly Transition[]>
  /** The last one whose credits were granted. */
  lastGranted(account: string, credit_type: string): Promise<Purchase | null>
  /** Keeps the first answer that is given to a purchase, and says which that was. */
  keepAnswer(account: string, purchase: string, answer: string): Promise<string>
  /** The wire answer that was kept, if one was. */
  answer(account: string, purchase: string): Promise<string | null>

  /** Locks the purchase, so that two refunds never exceed it together. */
  lockPurchase(account: string, id: string): Promise<Purchase | null>
  insertRefund(refund: Refund): Promise<void>
  refund(account: string, id: string): Promise<Refund | null>
  refunds(account: string, purchase: string): Promise<readonly Refund[]>

  /** Purchases whose payment is to be looked at by now, those that waited longest first. */
  dueChecks(now: Instant, limit: number): Promise<readonly Purchase[]>
  /** Of the account's credits of the type: what can be drawn of those that came by no subscription, and what ever was used. */
  topUps(account: string, credit_type: string, now: Instant): Promise<TopUps>

  /** False where it was seen before. */
  noteEvent(id: string, now: Instant): Promise<boolean>
  isNoted(id: string): Promise<boolean>
  /** Up to when something is known, by the name of what keeps it. */
  mark(name: string): Promise<Instant | null>
  setMark(name: string, at: Instant): Promise<void>
}

export interface PurchaseFilter {
  readonly credit_type: string | null
  readonly states: readonly PurchaseState[] | null
  readonly dialect: string | null
}

/** Of all grants of a wallet but those of subscriptions. */
export interface TopUps {
  readonly granted_micro: Micro
  readonly purchased_micro: Micro
  /** Can be drawn now. */
  readonly available_micro: Micro
  readonly held_micro: Micro
  readonly expired_micro: Micro
  readonly revoked_micro: Micro
  /** Burned, and not reversed. */
  readonly consumed_micro: Micro
  /** When the last of what can be drawn expires; null where some of it never does, or nothing is left. */
  readonly expires_at: Instant | null
}
