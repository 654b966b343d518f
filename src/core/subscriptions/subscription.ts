import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Terms } from './plan.ts'

export const subscriptionStatuses = ['incomplete', 'active', 'past_due', 'canceled'] as const
/**
 * `incomplete`: the first bill isn't paid. `past_due`: a renewal's isn't, and no credits come until it is.
 * `canceled`: it has ended.
 */
export type SubscriptionStatus = (typeof subscriptionStatuses)[number]

export const collections = ['charge_automatically', 'send_invoice'] as const
/** A saved card is charged, or an invoice is sent for somebody to pay. */
export type Collection = (typeof collections)[number]

/** Less of it, another interval or another plan, from the next renewal on. */
export interface PendingChange {
  readonly terms: Terms
  /** Members who give their seat up then. They stay members. */
  readonly demote: readonly string[]
}

/** What is being paid just now, and what follows once it is. */
export interface OpenBill {
  /** The purchase that charges it. */
  readonly purchase: string
  /** The first period, the next one, or the rest of this one at a larger size. */
  readonly kind: 'start' | 'renewal' | 'change'
  /** What is in force once it is paid. */
  readonly terms: Terms
  /** The period that it pays, in credit months from the start; for a change, the present one. */
  readonly from_month: number
  /**
   * The credit month in which it was made out, and the share of it that lay ahead: a change brings so much of its
   * credits. Of a renewal, the months of its period that are still to come, which it pays.
   */
  readonly month: number
  readonly share: Share
  /** When it was made out. */
  readonly made_at: Instant
  /** Of a change that comes at once beside one that waits: what of that it changes as well. Else it takes its place. */
  readonly carries?: Partial<Terms>
  /** Set once it is to make way for another card: then it is no attempt in vain, and the next one is made at once. */
  readonly gives_way?: true
}

/** An invoice that was sent for a period that has begun since, and that is not paid. */
export interface Owed {
  readonly purchase: string
  readonly due_at: Instant
  /** Up to then it can still be paid. */
  readonly last_at: Instant
  /** Whether it was given up when its time was over. */
  readonly given_up: boolean
}

/** `left` of `whole` days or months. They count from the start of their period, and the one that has begun is ahead. */
export interface Share {
  readonly left: number
  readonly whole: number
}

/** What an account has of a plan, and where in its calendar it is. */
export interface Subscription {
  readonly account: string
  readonly id: string
  readonly credit_type: string
  readonly currency: string
  readonly gives_to: 'seats' | 'quantity'
  readonly collection: Collection
  readonly dialect: string
  /** Who subscribed. */
  readonly member: string | null
  readonly status: SubscriptionStatus
  /** What is in force; of an incomplete one, what was asked for. */
  readonly terms: Terms
  /** What each seat gets above its size in the first credit month. */
  readonly bonus_micro: Micro
  /** When the first bill was paid: the calendar counts from it. */
  readonly started_at: Instant | null
  /** The period that was paid last: the credit month that it began with, and how many it has. */
  readonly period_month: number
  readonly period_months: number
  /** The last credit month whose credits were given; -1 before the first. */
  readonly month: number
  readonly pending: PendingChange | null
  readonly cancel_at_period_end: boolean
  readonly bill: OpenBill | null
  /** How often the present renewal was tried in vain. */
  readonly attempts: number
  /** The card that declined last, because another one is tried at once. */
  readonly declined_card: string | null
  /** When something is to be done next, if nothing tells of it before; null where nothing is. */
  readonly due_at: Instant | null
  /** Counts the changes: who decided on an older one must look again. */
  readonly version: number
  readonly canceled_at: Instant | null
  readonly created_at: Instant
  readonly updated_at: Instant
}

export const subscriptionEvents = [
  'created',
  'started',
  'month_granted',
  'renewal_billed',
  'renewed',
  'payment_failed',
  'invoice_settled',
  'change_billed',
  'changed',
  'change_failed',
  'change_late',
  'change_pending',
  'pending_cleared',
  'payment_asked_for',
  'cancel_requested',
  'cancel_taken_back',
  'canceled',
  'seat_given',
  'seat_taken',
  'seat_moved',
] as const

/** What happened to a subscription. Never changed once written. */
export interface SubscriptionEvent {
  readonly account: string
  readonly subscription: string
  /** The version of the subscription that it led to. */
  readonly version: number
  readonly kind: (typeof subscriptionEvents)[number]
  /** For people: numbers and names as JSON. */
  readonly detail: Readonly<Record<string, string | number | boolean | null>>
  readonly at: Instant
}
