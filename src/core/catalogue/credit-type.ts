import { type Instant, LATEST_INSTANT } from '../instant.ts'
import type { PriceMicro } from '../money.ts'
import { addDuration, type CalendarPeriod, periodEnd } from '../period.ts'

/** When a grant of the type expires, where the grant does not say so itself. */
export type ExpiryPolicy =
  | { readonly policy: 'never' }
  /** A fixed time after the grant's start. */
  | { readonly policy: 'fixed'; readonly after: string }
  /** As `fixed`, and each new grant moves what is left of the whole bucket to its own expiry. */
  | { readonly policy: 'rolling'; readonly after: string }
  /** The end of the calendar period, in UTC, in which the grant starts. */
  | { readonly policy: 'period_end'; readonly period: CalendarPeriod }

export interface CreditType {
  readonly id: string
  readonly name: string
  /** What one of it is called: "credit", "token", "minute". */
  readonly unit: string
  readonly unit_price_micro: PriceMicro | null
  readonly currency: string
  readonly expiry: ExpiryPolicy
  readonly created_at: Instant
}

export function expiryOf(policy: ExpiryPolicy, starts_at: Instant): Instant | null {
  if (policy.policy === 'never') return null
  if (policy.policy === 'period_end') return Math.min(periodEnd(policy.period, starts_at), LATEST_INSTANT)
  return Math.min(addDuration(starts_at, policy.after), LATEST_INSTANT)
}
