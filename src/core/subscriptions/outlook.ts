import type { Instant } from '../instant.ts'
import type { Minor } from '../money.ts'
import { isRefusal } from '../refusal.ts'
import { creditsEnd, periodEnd } from './calendar.ts'
import { type NextPeriod, nextPeriod } from './next-step.ts'
import type { Plan } from './plan.ts'
import { part } from './preview.ts'
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

export function outlook(subscription: Subscription, plan: Plan | null, now: Instant): Outlook {
  const { status, started_at, terms, bill, cancel_at_period_end: ends } = subscription
  if (status === 'canceled') return NO_OUTLOOK
  // What waits for its first payment is to be paid now.
  if (started_at === null)
    return { ...NO_OUTLOOK, next_charge_minor: priceOrNothing(plan, { terms, share: ALL }) }
  const next = bill?.kind === 'renewal' ? bill : nextPeriod(subscription, now)
  return {
    reset_at: resetAt(subscription, now),
    renews_at: ends ? null : periodEnd(subscription),
    next_charge_minor: ends ? 0n : priceOrNothing(plan, next),
  }
}

/** The last month of a subscription that ends is followed by no other. */
function resetAt(subscription: Subscription, now: Instant): Instant | null {
  const at = creditsEnd(subscription)
  if (at <= now) return null
  return subscription.cancel_at_period_end && at >= periodEnd(subscription) ? null : at
}

const ALL = { left: 1, whole: 1 }

function priceOrNothing(plan: Plan | null, { terms, share }: Pick<NextPeriod, 'terms' | 'share'>): Minor {
  const price = plan && priceOf(plan, terms)
  return price === null || isRefusal(price) ? 0n : part(price, share)
}

/** Whether the credits that were given last can still be drawn. */
export const isInForce = (subscription: Subscription, now: Instant): boolean =>
  subscription.status !== 'canceled' &&
  subscription.started_at !== null &&
  subscription.month >= 0 &&
  creditsEnd(subscription) > now
