import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../instant.ts'
import type { Interval } from './plan.ts'
import type { Share, Subscription } from './subscription.ts'

const DAY_MS = 86_400_000

export const monthsOf = (interval: Interval): number => (interval === 'year' ? 12 : 1)

/**
 * When the credit month of that number begins, in UTC. It is counted from the start every time, so a start on the 31st
 * comes back to the 31st wherever a month has one.
 */
export function monthStart(started_at: Instant, month: number): Instant {
  return Temporal.Instant.fromEpochMilliseconds(started_at).toZonedDateTimeISO('UTC').add({ months: month })
    .epochMilliseconds
}

/** The credit month that the moment lies in. */
export function monthAt(started_at: Instant, at: Instant): number {
  const [start, now] = [new Date(started_at), new Date(at)]
  const years = now.getUTCFullYear() - start.getUTCFullYear()
  const months = years * 12 + now.getUTCMonth() - start.getUTCMonth()
  return monthStart(started_at, months) <= at ? months : months - 1
}

type Dated = Pick<Subscription, 'started_at' | 'period_month' | 'period_months' | 'month'>

/** Of a subscription that has started. */
export const startOf = ({ started_at }: Pick<Subscription, 'started_at'>): Instant => started_at as Instant

/** When the period that was paid last ends, and the next one is due. */
export const periodEnd = (subscription: Dated): Instant =>
  monthStart(startOf(subscription), subscription.period_month + subscription.period_months)

/** When the credits that were given last end, and the next ones come. */
export const creditsEnd = (subscription: Dated): Instant =>
  monthStart(startOf(subscription), subscription.month + 1)

/** How much of a span lies ahead, by whole days, the present one included. */
export function shareAhead(from: Instant, to: Instant, at: Instant): Share {
  const whole = Math.round((to - from) / DAY_MS)
  const gone = Math.floor((at - from) / DAY_MS)
  return { left: Math.min(Math.max(whole - gone, 0), whole), whole }
}
