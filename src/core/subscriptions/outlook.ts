import type { Instant } from '../instant.ts'
import type { Minor } from '../money.ts'
import { isRefusal } from '../refusal.ts'
import { creditsEnd, periodEnd } from './calendar.ts'
import { type NextPeriod, nextPeriod } from './next-step.ts'
import type { Plan } from './plan.ts'
import { chargeable, partOfMoney } from './preview.ts'
import { priceOf } from './price.ts'
import type { Subscription } from './subscription.ts'

/** What lies ahead of a subscription if nobody changes anything. */
export interface Outlook {
  /** When the credits begin anew, and when the next bill is due; null where that doesn't happen. */
  readonly reset_at: Instant | null
  readonly renews_at: Instant | null
  /** What the next bill will be, without taxes; 0 where there is none. */
  readonly next_charge_minor: Minor
}

export const NO_OUTLOOK: Outlook = { reset_at: null, renews_at: null, next_charge_minor: 0n }

/** The plan that the next bill is for: by its prices an outlook goes. */
export const planAhead = ({
  terms,
  pending,
  bill,
}: Pick<Subscription, 'terms' | 'pending' | 'bill'>): string =>
  (bill?.kind === 'renewal' ? bill.terms : (pending?.terms ?? terms)).plan

/** `plan` is the one ahead; no less than `least_minor` can be charged. */
export function outlook(
  subscription: Subscription,
  plan: Plan | null,
  now: Instant,
  least_minor: Minor = 0n,
): Outlook {
  const { status, started_at, terms, bill, cancel_at_period_end: ends } = subscription
  if (status === 'canceled') return NO_OUTLOOK
  // What waits for its first payment is to be paid now.
  if (started_at === null)
    return { ...NO_OUTLOOK, next_charge_minor: priceOrNothing(plan, { terms, share: ALL }, least_minor) }
  const next = bill?.kind === 'renewal' ? bill : nextPeriod(subscription, now)
  return {
    reset_at: resetAt(subscription, now),
    renews_at: ends ? null : periodEnd(subscription),
    next_charge_minor: ends ? 0n : priceOrNothing(plan, next, least_minor),
  }
}

/** The last month of a subscription that ends is followed by no other. */
function resetAt(subscription: Subscription, now: Instant): Instant | null {
  const at = creditsEnd(subscription)
  if (at <= now) return null
  return subscription.cancel_at_period_end && at >= periodEnd(subscription) ? null : at
}

const ALL = { left: 1, whole: 1 }

function priceOrNothing(
  plan: Plan | null,
  { terms, share }: Pick<NextPeriod, 'terms' | 'share'>,
  least_minor: Minor,
): Minor {
  const price = plan && priceOf(plan, terms)
  if (plan === null || price === null || isRefusal(price)) return 0n
  const due_minor = partOfMoney(price, share, plan.currency)
  return chargeable({ due_minor, lines: [] }, least_minor).due_minor
}

/** Whether the credits that were given last can still be drawn. */
export const isInForce = (subscription: Subscription, now: Instant): boolean =>
  subscription.status !== 'canceled' &&
  subscription.started_at !== null &&
  subscription.month >= 0 &&
  creditsEnd(subscription) > now
