import type { Instant } from '../instant.ts'
import type { Minor } from '../money.ts'
import type { CardFact, Facts, InvoiceFact } from './facts.ts'
import type { Purchase, Refund } from './purchase.ts'

/** What core asks of whoever moves the money. Nothing here is ever called inside a transaction. */

/** A card that was saved for later. */
export interface PaymentMethod extends CardFact {
  readonly exp_month: number
  readonly exp_year: number
  readonly is_default: boolean
}

/** A purchase with the customer that pays it. */
export interface Order {
  readonly purchase: Purchase
  readonly customer: string
  /** What the line of the bill says: `1,000 credits`. */
  readonly line: string
  /**
   * How far the account's own clock is ahead. What it dates was made in real time, at most so much earlier: never
   * longer ago, because clocks don't go back.
   */
  readonly ahead_ms: number
}

export interface NewCustomer {
  readonly account: string
  readonly name: string
  readonly email: string | null
}

/** A page on which the buyer saves a card. */
export interface SetupPage {
  readonly session: string
  readonly url: string
}

/** A bill, paid or not, of a customer. */
export interface Invoice extends InvoiceFact {
  /** Whose purchase it bills, where it is one of ours. */
  readonly purchase: string | null
  readonly description: string | null
  readonly currency: string
  readonly subtotal_minor: Minor
  readonly tax_minor: Minor
  readonly total_minor: Minor
  readonly status: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible'
  readonly created_at: Instant
  readonly paid_at: Instant | null
}

/** Names a purchase where an id of the payment's side was found to belong to it. */
export interface PurchaseRef {
  readonly account: string
  readonly purchase: string
}

/** Something happened where the money is. What, is asked for anew; the event only says where to look. */
export interface PaymentEvent {
  readonly id: string
  readonly type: string
  readonly created_at: Instant
  /** Whether it tells of nothing but the payment itself: what is paid has nothing more to learn of that. */
  readonly payment_only: boolean
  /** Null where it concerns no purchase of ours. */
  readonly about: PurchaseRef | null
  /** The account that may be charged with another card now; null where it tells nothing of cards. */
  readonly card_of: string | null
}

/** Money that was taken and carries a purchase's name, for comparing both ways. */
export interface TakenMoney {
  readonly about: PurchaseRef
  readonly payment_intent: string
  readonly amount_minor: Minor
  readonly refunded_minor: Minor
  readonly currency: string
  readonly created_at: Instant
}

/** Where a list goes on; null begins it. */
export interface Portion<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

export interface Payments {
  /** The least that can be charged in a currency. */
  least(currency: string): Minor
  /** The most that can be charged at once. */
  most(currency: string): Minor
  /** Whether real money moves. */
  readonly live: boolean
  /** Whether taxes come on top of a price; how much is known when it is paid. */
  readonly taxes: boolean
  /** Made once for an account, whatever is repeated. Answers its id. */
  customer(input: NewCustomer): Promise<string>
  /** Whether an invoice can be sent to the customer, who has this address from now on where none was known. */
  reach(customer: string, email: string | null): Promise<boolean>
  paymentMethods(customer: string): Promise<readonly PaymentMethod[]>
  /** The one of them that is charged where none is named: the default one, else the newest. */
  defaultCard(customer: string): Promise<PaymentMethod | null>
  /** False where the customer has no such card. */
  setDefault(customer: string, payment_method: string): Promise<boolean>
  detach(customer: string, payment_method: string): Promise<boolean>
  /** `key` makes a repetition answer the same page. */
  openSetup(customer: string, input: SetupRequest): Promise<SetupPage>

  /**
   * Opens the hosted page for a purchase, or finds the one that was opened for it. May be repeated at will: the purchase's
   * id is the key of everything it makes.
   */
  openCheckout(order: Order): Promise<Facts>
  /**
   * Charges the purchase's saved card, or goes on where an earlier call was cut off. A decline is an answer; a card
   * that wants its owner ends in `action` with the page. May be repeated at will: one purchase makes at most one
   * charge, and a card that declined is not tried again.
   */
  charge(order: Order): Promise<Facts>
  /** What is true of the purchase's payment now. Changes nothing. */
  look(order: Order): Promise<Facts>
  /** Makes sure that nothing more can be paid for a purchase that isn't, and says what is true then. */
  abandon(order: Order): Promise<Facts>
  /** Gives money back, once for each refund's id, and says what is true then. */
  refund(order: Order, refund: Refund): Promise<Facts>

  invoices(customer: string, limit: number, after: string | null): Promise<Portion<Invoice>>
  /** Reads a webhook's body; throws `BadSignature` where it isn't from where it says. */
  event(body: Buffer, signature: string, now: Instant): Promise<PaymentEvent>
  /** What happened since, oldest first, for when no webhook came. */
  eventsSince(since: Instant): AsyncIterable<PaymentEvent>
  /** All money that was taken since, and carries the name of a purchase. */
  takenSince(since: Instant): AsyncIterable<TakenMoney>
}

export interface SetupRequest {
  readonly key: string
  readonly success_url: string
  readonly cancel_url: string | null
}

/**
 * The call may have moved money or not: nobody answered, or the answer says nothing. It is asked for by a look, and never
 * tried again under another key.
 */
export class OutcomeUnknown extends Error {}

/** What the payment's side won't do, however often it is asked: `unknown_payment_method`, `amount_too_small`, … */
export class PaymentRefused extends Error {
  readonly code: 'payment_method_not_found' | 'amount_too_small' | 'refund_refused' | 'purchase_refused'
  constructor(code: PaymentRefused['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** A webhook whose signature is wrong or too old. */
export class BadSignature extends Error {}
