import type { Account } from '../../core/accounts/account.ts'
import type { Registry } from '../../core/ports.ts'
import type { Refusal } from '../../core/refusal.ts'
import { noSubscriptionTo } from '../../core/subscriptions/not-found.ts'
import type { Subscription } from '../../core/subscriptions/subscription.ts'
import { NEO } from './credit-type.ts'

/** The one that has not ended, else the one that ended last. */
export const subscriptionOf = async (
  registry: Pick<Registry, 'subscriptionTo'>,
  { id }: Account,
): Promise<Subscription | Refusal> => (await registry.subscriptionTo(id, NEO)) ?? noSubscriptionTo(id, NEO)
