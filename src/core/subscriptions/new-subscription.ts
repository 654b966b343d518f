import type { Account } from '../accounts/account.ts'
import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Registry } from '../ports.ts'
import type { Buying } from '../purchases/buying.ts'
import { monthsOf } from './calendar.ts'
import type { Plan } from './plan.ts'
import type { SubscribeRequest } from './subscribe.ts'
import type { Subscription } from './subscription.ts'

/**
 * What each seat gets above its size in the first month. It is for who is new to the credit type: who ends a subscription
 * and begins another has had it.
 */
export const bonusFor = async (
  registry: Pick<Registry, 'hasHadSubscription'>,
  { bonus_micro, credit_type }: Plan,
  account: string,
): Promise<Micro> =>
  bonus_micro > 0n && (await registry.hasHadSubscription(account, credit_type)) ? 0n : bonus_micro

/** What a single user subscribes to is theirs as a whole: there is nobody to share it with. */
export function newSubscription(
  { ids }: Pick<Buying, 'ids'>,
  account: Account,
  plan: Plan,
  { member, dialect, terms, collection }: SubscribeRequest,
  bonus_micro: Micro,
  now: Instant,
): Subscription {
  return {
    account: account.id,
    id: ids.mint('sub', now),
    credit_type: plan.credit_type,
    currency: plan.currency,
    gives_to: account.kind === 'user' ? 'quantity' : plan.gives_to,
    collection,
    dialect,
    member,
    status: 'incomplete',
    terms: { ...terms, plan: plan.id },
    bonus_micro,
    started_at: null,
    period_month: 0,
    period_months: monthsOf(terms.interval),
    month: -1,
    pending: null,
    cancel_at_period_end: false,
    bill: null,
    attempts: 0,
    declined_card: null,
    due_at: now,
    version: 1,
    canceled_at: null,
    created_at: now,
    updated_at: now,
  }
}
