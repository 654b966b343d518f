import type { Instant } from '../instant.ts'
import type { Buying } from '../purchases/buying.ts'
import type { Purchase } from '../purchases/purchase.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { advanceMet } from './advance.ts'
import { cancelNow } from './end.ts'
import { giveBackStray } from './give-back.ts'
import { type Met, meet } from './meet.ts'

/**
 * What has become of a bill is its subscription's matter. Money that a bank took back ends what it was for at once; money
 * for which it has nothing to give any more goes back.
 */
export async function billSettled(buying: Buying, purchase: Purchase, now: Instant): Promise<void> {
  const { account, id, subscription, state } = purchase
  if (subscription === null) return
  const met = await meet(buying, account, subscription, now, purchase)
  const about = { account, subscription, once: null }
  const isLoss = state === 'lost' && (await isFor(buying, purchase, subscription, met))
  const told = isLoss
    ? await cancelNow(buying, about, now, 'dispute_lost')
    : await advanceMet(buying, met, now)
  if (isRefusal(told)) throw new Error(`the bill ${id} came to nothing: ${told.detail}`)
  // What it waited for it has taken by now.
  if (isRefusal(met) || met.subscription.bill?.purchase !== id) await giveBackStray(buying, purchase, now)
}

/** Whether the subscription has something of the bill, or waits for it. One that brought nothing is none of its matter. */
const isFor = async (
  { store: { registry } }: Buying,
  { account, id }: Purchase,
  subscription: string,
  met: Met | Refusal,
): Promise<boolean> =>
  (!isRefusal(met) && met.subscription.bill?.purchase === id) ||
  (await registry.isTakenUp(account, subscription, id))
