import { type Interval, inPlan } from '../../core/subscriptions/plan.ts'
import type { OpenBill, PendingChange, Subscription } from '../../core/subscriptions/subscription.ts'
import { answerText, parseAnswer } from '../ledger/answer-json.ts'
import { timestamp } from '../session/session.ts'

/** A subscription's row: how it is read and what is written into it. */

export const subscriptionColumns = `account_id as account, subscription_id as id, plan_id as plan, credit_type, currency,
  gives_to, collection, dialect, member_id as member, status, seats, credits_micro, billing_interval, bonus_micro,
  started_at, period_month, period_months, month, pending, cancel_at_period_end, bill, attempts, declined_card, due_at,
  version, canceled_at, created_at, updated_at`

export type SubscriptionRow = Omit<Subscription, 'terms' | 'pending' | 'bill'> & {
  readonly plan: string
  readonly seats: number
  readonly credits_micro: bigint
  readonly billing_interval: Interval
  readonly pending: string | null
  readonly bill: string | null
}

export function subscriptionFrom(row: SubscriptionRow): Subscription {
  const { plan, seats, credits_micro, billing_interval: interval, pending, bill, ...plain } = row
  return {
    ...plain,
    terms: { plan, seats, credits_micro, interval },
    pending: pending === null ? null : namingPlan(plan, parseAnswer(pending) as PendingChange),
    bill: bill === null ? null : namingPlan(plan, parseAnswer(bill) as OpenBill),
  }
}

const namingPlan = <P extends PendingChange | OpenBill>(plan: string, part: P): P => ({
  ...part,
  terms: inPlan(plan, part.terms),
})

/** A subscription as it was kept with what happened to it, which once named its plan beside its terms. */
export function keptSubscription(kept: Subscription & { readonly plan?: string }): Subscription {
  const { plan = kept.terms.plan, ...subscription } = kept
  const { terms, pending, bill } = subscription
  return {
    ...subscription,
    terms: inPlan(plan, terms),
    pending: pending && namingPlan(plan, pending),
    bill: bill && namingPlan(plan, bill),
  }
}

/** What never changes of one, in the order in which a statement names the columns. */
export const FIXED = [
  'account_id',
  'subscription_id',
  'credit_type',
  'currency',
  'gives_to',
  'dialect',
  'created_at',
] as const

export const fixedValues = (subscription: Subscription): unknown[] => [
  subscription.account,
  subscription.id,
  subscription.credit_type,
  subscription.currency,
  subscription.gives_to,
  subscription.dialect,
  timestamp(subscription.created_at),
]

/** What changes, save the version, which counts the changes. */
export const CHANGING = [
  'plan_id',
  'collection',
  'member_id',
  'status',
  'seats',
  'credits_micro',
  'billing_interval',
  'bonus_micro',
  'started_at',
  'period_month',
  'period_months',
  'month',
  'pending',
  'cancel_at_period_end',
  'bill',
  'attempts',
  'declined_card',
  'due_at',
  'canceled_at',
  'updated_at',
] as const

export const changingValues = (subscription: Subscription): unknown[] => [
  subscription.terms.plan,
  subscription.collection,
  subscription.member,
  subscription.status,
  subscription.terms.seats,
  subscription.terms.credits_micro,
  subscription.terms.interval,
  subscription.bonus_micro,
  timestamp(subscription.started_at),
  subscription.period_month,
  subscription.period_months,
  subscription.month,
  textOrNull(subscription.pending),
  subscription.cancel_at_period_end,
  textOrNull(subscription.bill),
  subscription.attempts,
  subscription.declined_card,
  timestamp(subscription.due_at),
  timestamp(subscription.canceled_at),
  timestamp(subscription.updated_at),
]

const textOrNull = (part: PendingChange | OpenBill | null): string | null =>
  part === null ? null : answerText(part)
