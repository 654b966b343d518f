import type { Instant } from '../instant.ts'
import type { Buying } from '../purchases/buying.ts'
import type { Purchase } from '../purchases/purchase.ts'
import { isRefusal } from '../refusal.ts'
import { advance } from './advance.ts'
import { cancelNow } from './end.ts'
import { giveBackStray } from './give-back.ts'

/**
 * What has become of a bill is its subscription's matter. Money that a bank took back ends it at once; money for which
 * it has nothing to give any more goes back.
 */
export async function billSettled(buying: Buying, purchase: Purchase, now: Instant): Promise<void> {
  const { account, id, subscription, state } = purchase
  if (subscription === null) return
  const known = await buying.store.registry.subscription(account, subscription)
  const about = { account, subscription, once: null }
  const told =
    state === 'lost'
      ? await cancelNow(buying, about, now, 'dispute_lost')
      : await advance(buying, account, subscription, now)
  if (isRefusal(told)) throw new Error(`the bill ${id} came to nothing: ${told.detail}`)
  // What it waited for it has taken by now.
  if (known?.bill?.purchase !== id) await giveBackStray(buying, purchase, now)
}
