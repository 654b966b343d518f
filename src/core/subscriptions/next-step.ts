import type { Instant } from '../instant.ts'
import { isUnknown, type Purchase, wasPaid } from '../purchases/purchase.ts'
import { creditsEnd, monthAt, monthStart, monthsOf, periodEnd, startOf } from './calendar.ts'
import { daysAfter, nextAttempt, OVERDUE_DAYS } from './dunning.ts'
import type { Terms } from './plan.ts'
import type { OpenBill, Subscription } from './subscription.ts'

/** What is to be done with a subscription. A matter of what it is, of its bill and of the time alone. */
export type Next =
  /** Nothing, until then. */
  | { readonly step: 'rest'; readonly due_at: Instant | null }
  /** The open bill is paid: what was asked for begins. */
  | { readonly step: 'start' | 'renew' | 'change'; readonly bill: OpenBill }
  /** The open bill is not paid and never will be. */
  | { readonly step: 'fail'; readonly bill: OpenBill }
  /** The open bill must not be paid any more. */
  | { readonly step: 'abandon' }
  /** The renewal waits for somebody: for the card's owner, or for whom the invoice was sent to. */
  | { readonly step: 'await'; readonly due_at: Instant }
  | { readonly step: 'bill_renewal'; readonly terms: Terms; readonly from_month: number }
  | { readonly step: 'grant_month'; readonly month: number }
  | { readonly step: 'cancel'; readonly why: string }

/** How soon a bill is looked at again of which nothing is known; whoever settles it tells of it at once. */
export const LOOK_MS = 60_000

export function nextStep(subscription: Subscription, purchase: Purchase | null, now: Instant): Next {
  const { status, bill } = subscription
  if (status === 'canceled') return { step: 'rest', due_at: null }
  if (bill) return meanwhile(subscription, withBill(subscription, bill, purchase, now), now)
  if (status === 'incomplete') return { step: 'cancel', why: 'never_paid' }
  if (status === 'past_due') return whenPastDue(subscription, now)
  return inForce(subscription, now)
}

function inForce(subscription: Subscription, now: Instant): Next {
  const ends_at = periodEnd(subscription)
  if (now >= ends_at)
    return subscription.cancel_at_period_end
      ? { step: 'cancel', why: 'asked_for' }
      : { step: 'bill_renewal', ...nextPeriod(subscription, now) }
  const month = monthAt(startOf(subscription), now)
  if (month > subscription.month) return { step: 'grant_month', month }
  return { step: 'rest', due_at: Math.min(creditsEnd(subscription), ends_at) }
}

function whenPastDue(subscription: Subscription, now: Instant): Next {
  const { cancel_at_period_end, due_at } = subscription
  if (cancel_at_period_end) return { step: 'cancel', why: 'asked_for' }
  if (due_at !== null && due_at > now) return { step: 'rest', due_at }
  return { step: 'bill_renewal', ...nextPeriod(subscription, now) }
}

/** What the next renewal is for. Periods that have passed meanwhile are neither charged nor granted. */
export function nextPeriod(
  subscription: Subscription,
  now: Instant,
): { readonly terms: Terms; readonly from_month: number } {
  const terms = subscription.pending?.terms ?? subscription.terms
  const first = subscription.period_month + subscription.period_months
  const months = monthsOf(terms.interval)
  const passed = Math.max(Math.floor((monthAt(startOf(subscription), now) - first) / months), 0)
  return { terms, from_month: first + passed * months }
}

/** A change that waits to be paid keeps no month of the period from beginning. */
function meanwhile(subscription: Subscription, next: Next, now: Instant): Next {
  if (subscription.bill?.kind !== 'change' || next.step !== 'rest') return next
  const without = inForce(subscription, now)
  if (without.step === 'grant_month') return without
  if (without.step !== 'rest' || without.due_at === null) return next
  return { step: 'rest', due_at: Math.min(without.due_at, next.due_at ?? without.due_at) }
}

function withBill(subscription: Subscription, bill: OpenBill, purchase: Purchase | null, now: Instant): Next {
  if (!purchase || isUnknown(purchase)) return { step: 'rest', due_at: now + LOOK_MS }
  if (wasPaid(purchase.state)) return { step: bill.kind === 'renewal' ? 'renew' : bill.kind, bill }
  if (purchase.state === 'failed' || purchase.state === 'expired') return { step: 'fail', bill }
  if (subscription.status === 'incomplete' && subscription.cancel_at_period_end) return { step: 'abandon' }
  if (bill.kind === 'renewal') return whileRenewalWaits(subscription, bill, purchase, now)
  const last_at = lastMoment(subscription, bill, purchase)
  return last_at !== null && now >= last_at ? { step: 'abandon' } : { step: 'rest', due_at: last_at }
}

/**
 * Up to when a first bill or a change can be paid; null: as long as its page is open. Nobody pays any more for a larger
 * size of a period that is over, and what is renewed is renewed without it.
 */
function lastMoment(subscription: Subscription, bill: OpenBill, purchase: Purchase): Instant | null {
  if (bill.kind === 'change') return periodEnd(subscription)
  return purchase.paying_by === 'invoice' ? overdueAt(bill, purchase).last_at : null
}

function overdueAt(bill: OpenBill, { days_until_due }: Purchase) {
  const due_at = daysAfter(bill.made_at, days_until_due ?? 0)
  return { due_at, last_at: daysAfter(due_at, OVERDUE_DAYS) }
}

/** An invoice may wait until it is due and some days longer; a card's owner, until the next attempt. */
function whileRenewalWaits(
  subscription: Subscription,
  bill: OpenBill,
  purchase: Purchase,
  now: Instant,
): Next {
  if (subscription.cancel_at_period_end) return { step: 'abandon' }
  if (purchase.paying_by === 'invoice') {
    const { due_at, last_at } = overdueAt(bill, purchase)
    if (now >= last_at) return { step: 'abandon' }
    if (now < due_at) return { step: 'rest', due_at }
    return subscription.status === 'past_due'
      ? { step: 'rest', due_at: last_at }
      : { step: 'await', due_at: last_at }
  }
  const again_at = nextAttempt(renewalDue(subscription), subscription.attempts + 1, bill.made_at)
  const last_at = again_at ?? daysAfter(bill.made_at, 1)
  if (now >= last_at) return { step: 'abandon' }
  return subscription.status === 'past_due'
    ? { step: 'rest', due_at: last_at }
    : { step: 'await', due_at: last_at }
}

/** When the renewal that is not paid yet was due. */
export const renewalDue = (subscription: Subscription): Instant => periodEnd(subscription)

/**
 * The period that a renewal brings when it is paid: the one that was billed, save where that has passed by then, because
 * nobody pays for a time in which nothing was given.
 */
export function paidPeriod(started_at: Instant, { from_month, terms }: OpenBill, now: Instant): number {
  const ends_at = monthStart(started_at, from_month + monthsOf(terms.interval))
  return now >= ends_at ? monthAt(started_at, now) : from_month
}
