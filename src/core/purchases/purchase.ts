import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Minor, PriceMicro } from '../money.ts'
import type { Facts } from './facts.ts'

export const purchaseStates = [
  /** Written down; nothing is known of a payment yet. */
  'pending',
  /** A hosted page waits for the buyer. */
  'awaiting_checkout',
  /** A saved card is being charged, or the bank has not answered. */
  'charging',
  'paid',
  'failed',
  'expired',
  'partially_refunded',
  'refunded',
  'disputed',
  /** The dispute was won: the money stayed. */
  'won',
  /** The dispute was lost: the money is gone. */
  'lost',
] as const
export type PurchaseState = (typeof purchaseStates)[number]

/**
 * How it is paid: on a hosted page, with a saved card at once, out of the account's committed balance, or by an invoice
 * that is sent.
 */
export const payingBys = ['checkout', 'card', 'commitment', 'invoice'] as const
export type PayingBy = (typeof payingBys)[number]

/** A line of a bill; what is taken off stands below zero. */
export interface BillLine {
  readonly text: string
  readonly amount_minor: Minor
}

/** The buying of credits, from the intent to the grant, the refund or the dispute. */
export interface Purchase {
  readonly account: string
  readonly id: string
  readonly credit_type: string
  readonly credits_micro: Micro
  /** What it costs without tax, as it was quoted. */
  readonly price_minor: Minor
  readonly currency: string
  /** The price it was sold at; null for the credit type's own price, or an amount of the caller's. */
  readonly price: string | null
  readonly unit_price_micro: PriceMicro | null
  readonly paying_by: PayingBy
  /** The saved card to charge. */
  readonly payment_method: string | null
  readonly success_url: string | null
  readonly cancel_url: string | null
  /** The API face that it came by, and where from in the caller's words. */
  readonly dialect: string
  readonly source: string | null
  readonly member: string | null
  readonly description: string | null
  /** Undefined: as the credit type's policy says. Null: never. */
  readonly expires_at: Instant | null | undefined
  /** The id that its grant has, or will have. */
  readonly grant: string
  /** The subscription that it bills: then that grants the credits, and the purchase itself none. */
  readonly subscription: string | null
  /** What the bill says line by line, summing to the price; null where that is the description alone. */
  readonly lines: readonly BillLine[] | null
  /** How long an invoice that is sent may stay unpaid. */
  readonly days_until_due: number | null
  /** What tells an identical attempt, while this one's outcome is not known; no longer than that. */
  attempt: string | null
  state: PurchaseState
  facts: Facts
  granted_at: Instant | null
  /** What was taken back of its grant for refunds and lost disputes. */
  revoked_micro: Micro
  /** Whether its grant is frozen, for a dispute. */
  frozen: boolean
  /** What the wallet had of bought and given credits just before and after its grant. */
  remaining_before_micro: Micro | null
  remaining_after_micro: Micro | null
  /** When the payment is looked at next, if nothing tells of it before; null where nothing more is expected. */
  check_at: Instant | null
  readonly created_at: Instant
  updated_at: Instant
}

/** One step of a purchase, and why. Never changed once written. */
export interface Transition {
  readonly account: string
  readonly purchase: string
  /** Counts from 1. */
  readonly seq: number
  readonly from: PurchaseState | null
  readonly to: PurchaseState
  /** `buy`, `charge`, `checkout`, `webhook:evt_…`, `return_page`, `reconcile`, `refund:ref_…`. */
  readonly cause: string
  readonly at: Instant
}

/** A refund that was asked for here. Its fate is in the purchase's facts, under its id. */
export interface Refund {
  readonly account: string
  readonly id: string
  readonly purchase: string
  readonly amount_minor: Minor
  readonly reason: string | null
  readonly created_at: Instant
}

/** A page ends a day after it was opened; what is still open then has no end of its own, and is given up. */
export const PAGE_ENDS_MS = 25 * 3_600_000

/** States in which nobody knows yet whether money moved. */
export const isUnknown = ({ state }: Pick<Purchase, 'state'>): boolean =>
  state === 'pending' || state === 'charging'

/** States in which the money is, or was, here. */
export const wasPaid = (state: PurchaseState): boolean =>
  state === 'paid' ||
  state === 'partially_refunded' ||
  state === 'refunded' ||
  state === 'disputed' ||
  state === 'won' ||
  state === 'lost'
