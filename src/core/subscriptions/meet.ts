import type { Instant } from '../instant.ts'
import type { Buying } from '../purchases/buying.ts'
import type { Purchase } from '../purchases/purchase.ts'
import type { Refusal } from '../refusal.ts'
import { noSubscription } from './not-found.ts'
import type { Subscription } from './subscription.ts'
import { finishAllotments } from './write-step.ts'

/** A subscription with its open bill, as somebody has read them. */
export interface Met {
  readonly subscription: Subscription
  readonly purchase: Purchase | null
}

/** Reads where a subscription stands, and has what is cut off finished. `known` is a purchase that was read just now. */
export async function meet(
  buying: Buying,
  account: string,
  id: string,
  now: Instant,
  known: Purchase | null = null,
): Promise<Met | Refusal> {
  const { registry } = buying.store
  const standing = await registry.standing(account, id)
  if (!standing) return noSubscription(account, id)
  const { subscription, unfinished } = standing
  if (unfinished) await finishAllotments(buying, account, id, now)
  return { subscription, purchase: await billOf(buying, subscription, known) }
}

/** The open bill of a subscription. */
export async function billOf(
  { store: { registry } }: Buying,
  { account, bill }: Subscription,
  known: Purchase | null,
): Promise<Purchase | null> {
  if (!bill) return null
  return known?.id === bill.purchase ? known : registry.purchase(account, bill.purchase)
}
