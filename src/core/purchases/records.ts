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

  /**
   * With its first transitions. Where an identical attempt's outcome is not known, or there were more of them by now than
   * the caller knows of, answers that one and writes nothing.
   */
  insertPurchase(
    purchase: Purchase,
    transitions: readonly Transition[],
    attempts?: number,
  ): Promise<'inserted' | Purchase>
  purchase(account: string, id: string): Promise<Purchase | null>
  /** The attempt whose outcome nobody was told yet. */
  attempted(account: string, attempt: string): Promise<Purchase | null>
  /** How many identical attempts were ever made. */
  attempts(account: string, attempt: string): Promise<number>
  /** From now on an identical request is another purchase. */
  endAttempt(account: string, purchase: string): Promise<void>
  purchases(account: string | null, filter: PurchaseFilter, page: PageRequest): Promise<Page<Purchase>>
  transitions(account: string, purchase: string): Promise<readonly Transition[]>

  /** Locks the purchase, so that two refunds never exceed it together. */
  lockPurchase(account: string, id: string): Promise<Purchase | null>
  insertRefund(refund: Refund): Promise<void>
  refund(account: string, id: string): Promise<Refund | null>
  refunds(account: string, purchase: string): Promise<readonly Refund[]>
  /** Those that were asked for before, by their account's own clock, and whose fate nobody has heard of, oldest first. */
  openRefunds(before: Instant, limit: number): Promise<readonly OpenRefund[]>
  /** The refund's fate is in the facts of its purchase. */
  closeRefund(account: string, id: string, now: Instant): Promise<void>

  /**
   * Purchases whose payment is to be looked at by now, each by its own account's clock; those that waited longest first.
   */
  dueChecks(now: Instant, limit: number): Promise<readonly DueCheck[]>
  /** False where it was seen before. */
  noteEvent(id: string, now: Instant): Promise<boolean>
  /** Which of these were seen before. */
  notedEvents(ids: readonly string[]): Promise<ReadonlySet<string>>
  /** Forgets events that were seen before, and says how many. */
  forgetEvents(before: Instant): Promise<number>
  /** Up to when something is known, by the name of what keeps it. */
  mark(name: string): Promise<Mark | null>
  setMark(name: string, mark: Mark): Promise<void>
}

export interface DueCheck {
  readonly purchase: Purchase
  /** What is to be added to the time for the account's own clock. */
  readonly ahead_ms: number
}

export interface OpenRefund {
  readonly refund: Refund
  readonly ahead_ms: number
}

export interface Mark {
  readonly at: Instant
  /** What was found by then, as JSON. */
  readonly found: string | null
}

export interface PurchaseFilter {
  readonly credit_type: string | null
  readonly states: readonly PurchaseState[] | null
  readonly dialect: string | null
  /** When they were made: from then on, and before then. */
  readonly from?: Instant | null
  readonly to?: Instant | null
}
