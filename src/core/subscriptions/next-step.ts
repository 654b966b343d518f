import type { Instant } from '../instant.ts'
import { isUnknown, PAGE_ENDS_MS, type Purchase, wasPaid } from '../purchases/purchase.ts'
import { creditsEnd, monthAt, monthStart, monthsOf, periodEnd, startOf } from './calendar.ts'
import { confirmableUntil } from './dunning.ts'
import { lastDays } from './owed.ts'
import type { Terms } from './plan.ts'
import type { OpenBill, Owed, Share, Subscription } from './subscription.ts'

/** What is to be done with a subscription. A matter of what it is, of its bills and of the time alone. */
export type Next =
  /** Nothing, until then. */
  | { readonly step: 'rest'; readonly due_at: Instant | null }
  /** The open bill is paid, or sent as an invoice for a renewal: what was asked for begins. */
  | { readonly step: 'start' | 'renew' | 'change'; readonly bill: OpenBill }
  /** The open bill is paid, and the period of which it was to change the rest is over. */
  | { readonly step: 'change_late'; readonly bill: OpenBill }
  /** The open bill is not paid and never will be. */
  | { readonly step: 'fail'; readonly bill: OpenBill }
  /** The bill must not be paid any more. */
  | { readonly step: 'abandon'; readonly purchase: string }
  /** What is to be paid waits for somebody: for the card's owner, or for whom the invoice was sent to. */
  | { readonly step: 'await'; readonly due_at: Instant }
  /** No invoice is overdue any more. */
  | { readonly step: 'clear' }
  | ({ readonly step: 'bill_renewal' } & NextPeriod)
  | { readonly step: 'grant_month'; readonly month: number }
  | { readonly step: 'cancel'; readonly why: string }

export interface NextPeriod {
  readonly terms: Terms
  readonly from_month: number
  /** The months of it that are still to come: nobody pays for others. */
  readonly share: Share
}

/** How soon a bill is looked at again of which nothing is known; whoever settles it tells of it at once. */
export const LOOK_MS = 60_000

/** `purchase` is the open bill's; `owed` are the invoices of periods that have begun. */
export function nextStep(
  subscription: Subscription,
  purchase: Purchase | null,
  owed: readonly Owed[],
  now: Instant,
): Next {
  const next = presentStep(subscription, purchase, owed, now)
  if (next.step !== 'rest' || subscription.status === 'canceled') return next
  const ahead = owed.flatMap(({ due_at }) => (due_at > now ? [due_at] : []))
  return { step: 'rest', due_at: [...ahead, next.due_at].reduce(earlier, null) }
}

const earlier = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b)

function presentStep(
  subscription: Subscription,
  purchase: Purchase | null,
  owed: readonly Owed[],
  now: Instant,
): Next {
  const { status, bill, collection, attempts } = subscription
  if (status === 'canceled') return { step: 'rest', due_at: null }
  const overdue = owed.filter(({ due_at }) => due_at <= now)
  if (bill) {
    const next = withBill(subscription, bill, purchase, now)
    // Nothing grows while it is past due.
    const isHeld = bill.kind === 'change' && overdue.length > 0 && next.step === 'rest'
    if (!isHeld) return meanwhile(subscription, next, now)
    return purchase && !isUnknown(purchase) ? { step: 'abandon', purchase: bill.purchase } : next
  }
  if (status === 'incomplete') return { step: 'cancel', why: 'never_paid' }
  const [first] = overdue
  if (first) return whileOverdue(subscription, overdue, first, now)
  if (status !== 'past_due') return inForce(subscription, now)
  return collection === 'send_invoice' && attempts === 0 ? { step: 'clear' } : whenPastDue(subscription, now)
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

/** What the next renewal is for. Periods and months that have passed meanwhile are neither charged nor granted. */
export function nextPeriod(subscription: Subscription, now: Instant): NextPeriod {
  const terms = subscription.pending?.terms ?? subscription.terms
  const first = subscription.period_month + subscription.period_months
  const months = monthsOf(terms.interval)
  const passed = Math.max(monthAt(startOf(subscription), now) - first, 0)
  return {
    terms,
    from_month: first + passed - (passed % months),
    share: { left: months - (passed % months), whole: months },
  }
}

/** An invoice for what has begun is not paid in time. What is past due ends where nobody wants it to go on. */
function whileOverdue(
  { status, cancel_at_period_end }: Subscription,
  overdue: readonly Owed[],
  { purchase, last_at }: Owed,
  now: Instant,
): Next {
  if (overdue.some(({ given_up }) => given_up)) return { step: 'cancel', why: 'invoice_overdue' }
  if (cancel_at_period_end) return { step: 'cancel', why: 'asked_for' }
  if (now >= last_at) return { step: 'abandon', purchase }
  return { step: status === 'past_due' ? 'rest' : 'await', due_at: last_at }
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
  if (wasPaid(purchase.state)) return oncePaid(subscription, bill, now)
  if (purchase.state === 'failed' || purchase.state === 'expired') return { step: 'fail', bill }
  const abandon = { step: 'abandon', purchase: purchase.id } as const
  if (bill.gives_way) return abandon
  if (subscription.status === 'incomplete' && subscription.cancel_at_period_end) return abandon
  if (bill.kind === 'renewal') return whileRenewalWaits(subscription, bill, purchase, now)
  const last_at = lastMoment(subscription, bill, purchase)
  return now >= last_at ? abandon : { step: 'rest', due_at: last_at }
}

function oncePaid(subscription: Subscription, bill: OpenBill, now: Instant): Next {
  if (bill.kind === 'renewal') return { step: 'renew', bill }
  const isLate = bill.kind === 'change' && now >= periodEnd(subscription)
  return { step: isLate ? 'change_late' : bill.kind, bill }
}

/**
 * Up to when a first bill or a change can be paid. Nobody pays any more for a larger size of a period that is over, and
 * what is renewed is renewed without it.
 */
function lastMoment(subscription: Subscription, bill: OpenBill, purchase: Purchase): Instant {
  if (bill.kind === 'change') return periodEnd(subscription)
  return purchase.paying_by === 'invoice' ? lastDays(purchase).last_at : bill.made_at + PAGE_ENDS_MS
}

/** Who is sent an invoice has what it is for from then on; the owner of a card confirms it before. */
function whileRenewalWaits(
  subscription: Subscription,
  bill: OpenBill,
  purchase: Purchase,
  now: Instant,
): Next {
  const { attempts, cancel_at_period_end, status } = subscription
  if (cancel_at_period_end) return { step: 'abandon', purchase: purchase.id }
  if (purchase.paying_by === 'invoice') return { step: 'renew', bill }
  const last_at = confirmableUntil(renewalDue(subscription), attempts, bill.made_at)
  if (now >= last_at) return { step: 'abandon', purchase: purchase.id }
  return { step: status === 'past_due' ? 'rest' : 'await', due_at: last_at }
}

/** When the renewal that is not paid yet was due. */
export const renewalDue = (subscription: Subscription): Instant => periodEnd(subscription)

/**
 * The period that a renewal brings when it is paid: the one that was billed, save where that has passed by then, because
 * nobody pays for a time in which nothing was given. Of one of which only some months were billed, as many are to come.
 */
export function paidPeriod(
  started_at: Instant,
  { from_month, terms, share }: OpenBill,
  now: Instant,
): number {
  const ends_at = monthStart(started_at, from_month + monthsOf(terms.interval))
  return now >= ends_at ? monthAt(started_at, now) - (share.whole - share.left) : from_month
}
