import type { Registry } from '../../core/ports.ts'
import type { Subscription } from '../../core/subscriptions/subscription.ts'
import { dueByOwnClock } from '../accounts/own-clock.ts'
import { idAfter, pageOf } from '../page.ts'
import { places, preparedRowsOf, rowsOf, type Session, timestamp } from '../session/session.ts'
import {
  CHANGING,
  changingValues,
  FIXED,
  fixedValues,
  type SubscriptionRow,
  subscriptionColumns,
  subscriptionFrom,
} from './subscription-rows.ts'

const insert = `
  insert into subscriptions (version, ${[...FIXED, ...CHANGING].join(', ')})
  values (${places(1, 1 + FIXED.length + CHANGING.length)})
  on conflict (account_id, credit_type) where status <> 'canceled' do nothing returning 1`

/** Upon the version that it was decided on, and no other. */
export const change = `
  update subscriptions set version = version + 1, (${CHANGING.join(', ')}) = (${places(4, CHANGING.length)})
  where account_id = $1 and subscription_id = $2 and version = $3 returning 1`

export const changeValues = (subscription: Subscription): unknown[] => {
  const { account, id, version } = subscription
  return [account, id, version, ...changingValues(subscription)]
}

/** One statement sees a subscription and what the steps that led to it left undone, whoever took them. */
const standing = {
  name: 'standing',
  text: `
  select ${subscriptionColumns}, exists (
    select from allotments l
    where l.account_id = s.account_id and l.subscription_id = s.subscription_id and l.done_at is null) as unfinished
  from subscriptions s where account_id = $1 and subscription_id = $2`,
}

/** An allotment that is younger may be under way. */
const CUT_OFF_MS = 10_000

/** One whose credits were cut off is found whatever its next step is. */
export const dueSubscriptions = `
  select account_id, id, ahead_ms from (
    select * from (${dueByOwnClock({ table: 'subscriptions', id: 'subscription_id', at: 'due_at' })}) s
    union all
    select * from (${dueByOwnClock({
      table: 'allotments',
      id: 'subscription_id',
      at: 'at',
      now: '$3::timestamptz',
      and: 'd.done_at is null',
    })}) l
  ) due
  group by account_id, id, ahead_ms order by min(since) limit $2`

export const dueValues = (now: number, limit: number): unknown[] => [
  timestamp(now),
  limit,
  timestamp(now - CUT_OFF_MS),
]

type Subscriptions = Pick<
  Registry,
  | 'insertSubscription'
  | 'subscription'
  | 'standing'
  | 'hasHadSubscription'
  | 'subscriptionTo'
  | 'subscriptions'
  | 'changeSubscription'
  | 'dueSubscriptions'
>

export const subscriptionsOn = (session: Session): Subscriptions => {
  const found = async (condition: string, values: unknown[]): Promise<Subscription[]> => {
    const text = `select ${subscriptionColumns} from subscriptions where ${condition}`
    return (await rowsOf<SubscriptionRow>(session, text, values)).map(subscriptionFrom)
  }
  return {
    async insertSubscription(subscription) {
      const values = [subscription.version, ...fixedValues(subscription), ...changingValues(subscription)]
      return (await rowsOf(session, insert, values)).length === 1
    },

    async subscription(account, id) {
      return (await found('account_id = $1 and subscription_id = $2', [account, id]))[0] ?? null
    },

    async standing(account, id) {
      type Row = SubscriptionRow & { readonly unfinished: boolean }
      const [row] = await preparedRowsOf<Row>(session, standing, [account, id])
      if (!row) return null
      const { unfinished, ...plain } = row
      return { subscription: subscriptionFrom(plain), unfinished }
    },

    async hasHadSubscription(account, credit_type) {
      const had = `select from subscriptions
        where account_id = $1 and credit_type = $2 and started_at is not null limit 1`
      return (await rowsOf(session, had, [account, credit_type])).length > 0
    },

    async subscriptionTo(account, credit_type) {
      const [first] = await found(
        `account_id = $1 and credit_type = $2
         order by status = 'canceled', canceled_at desc nulls last, subscription_id desc limit 1`,
        [account, credit_type],
      )
      return first ?? null
    },

    async subscriptions(account, status, page) {
      const rows = await found(
        `($1::text is null or account_id = $1) and ($2::subscription_status is null or status = $2)
           and ($3::text is null or subscription_id < $3)
         order by subscription_id desc limit $4`,
        [account, status, idAfter(page), page.limit + 1],
      )
      return pageOf(rows, page)
    },

    async changeSubscription(subscription) {
      return (await rowsOf(session, change, changeValues(subscription))).length === 1
    },

    async dueSubscriptions(now, limit) {
      const rows = await rowsOf<{ account_id: string; id: string; ahead_ms: bigint }>(
        session,
        dueSubscriptions,
        dueValues(now, limit),
      )
      return rows.map(({ account_id, id, ahead_ms }) => ({
        account: account_id,
        id,
        ahead_ms: Number(ahead_ms),
      }))
    },
  }
}
