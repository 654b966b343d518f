import type { Instant } from '../instant.ts'
import type { Purchase } from '../purchases/purchase.ts'
import { lastDays } from './owed.ts'
import type { OpenBill, Subscription } from './subscription.ts'

/** What the subscription waits for the bill for; null where it doesn't, or where the purchase is none of a subscription. */
export const billKindOf = (
  subscription: Subscription | null,
  { id }: Pick<Purchase, 'id'>,
): OpenBill['kind'] | null => (subscription?.bill?.purchase === id ? subscription.bill.kind : null)

/**
 * Whether a bill that its payer has not paid yet is not to be given up, however old its page is. Who may take how long to
 * confirm a renewal or a change is the subscription's to say, which gives it up itself. An invoice may wait for its last
 * day, also after what it is for has ended: it is owed all the same.
 */
export function mayWait(subscription: Subscription | null, purchase: Purchase, now: Instant): boolean {
  if (purchase.paying_by === 'invoice' && now < lastDays(purchase).last_at) return true
  if (!subscription) return false
  const kind = billKindOf(subscription, purchase)
  const seesToIt = kind === 'renewal' || kind === 'change' || purchase.paying_by === 'invoice'
  return seesToIt && subscription.status !== 'canceled'
}
