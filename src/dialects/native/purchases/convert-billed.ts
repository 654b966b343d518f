import Type, { type Static } from 'typebox'
import type { Instant } from '../../../core/instant.ts'
import type { Registry } from '../../../core/ports.ts'
import type { Purchase } from '../../../core/purchases/purchase.ts'
import type { Subscription } from '../../../core/subscriptions/subscription.ts'
import { SubscriptionWire, subscriptionAnswer } from '../subscriptions/convert-subscription.ts'
import { PurchaseWire, purchaseWire } from './convert-purchase.ts'

export const NullablePurchase = Type.Unsafe<Static<typeof PurchaseWire> | null>({
  ...Type.Object(PurchaseWire.properties),
  type: ['object', 'null'],
  description: 'What charges it; null where nothing was to be paid.',
})

/** A subscription, and the bill that was made out for it. */
export const BilledWire = Type.Object(
  { subscription: SubscriptionWire, purchase: NullablePurchase },
  { title: 'SubscriptionBilled' },
)

export const billedWire = async (
  registry: Pick<Registry, 'plan'>,
  subscription: Subscription,
  purchase: Purchase | null,
  now: Instant,
): Promise<Static<typeof BilledWire>> => ({
  subscription: await subscriptionAnswer(registry, subscription, now),
  purchase: purchase && purchaseWire(purchase),
})
