import Type from 'typebox'
import type { Refusal } from '../../../core/refusal.ts'
import { noSubscription } from '../../../core/subscriptions/not-found.ts'
import { presentOf } from '../../../core/subscriptions/present.ts'
import type { Subscription } from '../../../core/subscriptions/subscription.ts'
import type { Call } from '../../../http/call.ts'
import { Id } from '../fields.ts'

export const SubscriptionPath = Type.Object({ account: Id, subscription: Id })
export const SeatPath = Type.Object({ account: Id, subscription: Id, member: Id })

type Named = Pick<
  Call<{ readonly account: string; readonly subscription: string }>,
  'buying' | 'params' | 'now'
>

/** The subscription that the path names, as it is by now. */
export async function presentSubscription({ buying, params, now }: Named): Promise<Subscription | Refusal> {
  const { account, subscription: id } = params
  const known = await buying.store.registry.subscription(account, id)
  return known ? presentOf(buying, known, now) : noSubscription(account, id)
}
