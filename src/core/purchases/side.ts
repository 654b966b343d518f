import type { Instant } from '../instant.ts'
import type { Buying } from './buying.ts'
import { commitmentOf } from './commitment.ts'
import type { Order, Payments } from './payments.ts'
import type { Purchase } from './purchase.ts'

/** Whoever moves the money of a purchase. */
export type Side = Pick<Payments, 'openCheckout' | 'charge' | 'look' | 'abandon' | 'refund'>

export const sideOf = (buying: Buying, { paying_by }: Purchase, now: Instant): Side =>
  paying_by === 'commitment' ? commitmentOf(buying.store.ledger, now) : buying.payments

/** A customer is kept before the first purchase that needs one is written. */
export async function orderOf({ store }: Buying, purchase: Purchase): Promise<Order> {
  const customer = await store.registry.customer(purchase.account)
  if (customer === null && purchase.paying_by !== 'commitment')
    throw new Error(`the purchase ${purchase.id} has no customer to pay it`)
  await store.clocks.hear()
  const ahead_ms = store.ahead(purchase.account)
  return { purchase, customer: customer ?? purchase.account, line: purchase.description ?? '', ahead_ms }
}
