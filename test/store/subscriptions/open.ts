import type pg from 'pg'
import { expect } from 'vitest'
import type { Plan } from '../../../src/core/subscriptions/plan.ts'
import { type Allotment, type Seat, scopeOf } from '../../../src/core/subscriptions/seat.ts'
import type { Subscription, SubscriptionEvent } from '../../../src/core/subscriptions/subscription.ts'
import { answerText } from '../../../src/store/ledger/answer-json.ts'
import { NOW } from '../registry/open.ts'

/** Rows as the tests write them, save what a test says of its own. */

export const planOf = (id: string, more: Partial<Plan> = {}): Plan => ({
  id,
  name: `Plan ${id}`,
  credit_type: 'neo',
  currency: 'usd',
  gives_to: 'seats',
  pricing: {
    by: 'size',
    sizes: [
      { credits_micro: 9_007_199_254_740_993n, month_minor: 2_000n, year_minor: null },
      { credits_micro: 5n, month_minor: null, year_minor: 9_007_199_254_740_993n },
    ],
  },
  bonus_micro: 7n,
  days_until_due: 30,
  created_at: NOW,
  archived_at: null,
  ...more,
})

export const subscriptionOf = (
  account: string,
  id: string,
  more: Partial<Subscription> = {},
): Subscription => ({
  account,
  id,
  credit_type: 'neo',
  currency: 'usd',
  gives_to: 'seats',
  collection: 'charge_automatically',
  dialect: 'native',
  member: null,
  status: 'active',
  terms: { plan: 'team', seats: 3, credits_micro: 9_007_199_254_740_993n, interval: 'month' },
  bonus_micro: 0n,
  started_at: NOW,
  period_month: 0,
  period_months: 1,
  month: 0,
  pending: null,
  cancel_at_period_end: false,
  bill: null,
  attempts: 0,
  declined_card: null,
  due_at: null,
  version: 1,
  canceled_at: null,
  created_at: NOW,
  updated_at: NOW,
  ...more,
})

export const seatOf = (subscription: Subscription, id: string, member: string | null = null): Seat => ({
  account: subscription.account,
  subscription: subscription.id,
  id,
  member,
  grant: null,
  allotment_micro: 0n,
  bonus_micro: 0n,
  ended: false,
})

export const eventOf = (
  { account, id, version }: Subscription,
  kind: SubscriptionEvent['kind'],
  detail: SubscriptionEvent['detail'] = {},
): SubscriptionEvent => ({ account, subscription: id, version, kind, detail, at: NOW })

export const dealOf = (seat: Seat, grant: string) => ({
  take: seat.grant,
  give: {
    grant,
    scope: scopeOf(seat, 'seats'),
    amount_micro: 9_007_199_254_740_993n,
    expires_at: NOW + 1,
  },
})

/** As the step that it belongs to writes it. */
export const insertAllotment = (
  pool: pg.Pool,
  { account, id, subscription, credit_type, deals, at }: Allotment,
): Promise<unknown> =>
  pool.query(
    `insert into allotments (account_id, allotment_id, subscription_id, credit_type, deals, at)
     values ($1, $2, $3, $4, $5, $6)`,
    [account, id, subscription, credit_type, answerText(deals), new Date(at).toISOString()],
  )

/** Everything of a list, two at a time. */
export async function paged<T extends object>(
  list: (page: {
    limit: number
    after: string | null
  }) => Promise<{ items: readonly T[]; next: string | null }>,
): Promise<T[]> {
  const all: T[] = []
  for (let after: string | null = null; ; ) {
    const { items, next } = await list({ limit: 2, after })
    expect(items.length).toBeLessThanOrEqual(2)
    all.push(...items)
    if (next === null) return all
    after = next
  }
}

/** The database's code for why it refused. */
export const refusedBy = (what: Promise<unknown>) =>
  what.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )
