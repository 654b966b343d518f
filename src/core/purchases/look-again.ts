import type { Instant } from '../instant.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { billSettled } from '../subscriptions/bill-settled.ts'
import { Unavailable } from '../unavailable.ts'
import type { Buying } from './buying.ts'
import { drivenElsewhere } from './drive.ts'
import { OutcomeUnknown } from './payments.ts'
import { type Purchase, wasPaid } from './purchase.ts'
import { settle } from './settle-purchase.ts'
import { orderOf, sideOf } from './side.ts'

/** Asks what is true of a purchase's payment now, and settles it. */
export async function lookAgain(
  buying: Buying,
  purchase: Purchase,
  cause: string,
  now: Instant,
): Promise<Purchase> {
  const order = await orderOf(buying, purchase)
  const facts = await sideOf(buying, purchase, now).look(order).catch(orAway)
  return settle(buying, purchase, facts, cause, now)
}

/** A look changes nothing, so one that fails leaves nothing in doubt. */
export function orAway(error: unknown): never {
  if (!(error instanceof OutcomeUnknown)) throw error
  throw new Unavailable('The payment can not be looked at just now. Try again.', 1, { cause: error })
}

/** The same for a purchase by its id. What is done with is not looked at for news of the payment alone. */
export async function refresh(
  buying: Buying,
  account: string,
  id: string,
  cause: string,
  now: Instant,
  payment_only = false,
): Promise<Purchase | Refusal> {
  // Most events of a payment come while the call that made it looks at it by itself.
  const driven = payment_only ? await drivenElsewhere(buying, account, id) : null
  const purchase = driven ?? (await buying.store.registry.purchase(account, id))
  if (!purchase) return noPurchase(account, id)
  const isDone = wasPaid(purchase.state) && (purchase.granted_at !== null || purchase.subscription !== null)
  if (!payment_only || !isDone) return lookAgain(buying, purchase, cause, now)
  // Who settled it may have died before its subscription heard of it; a drive has told it.
  if (!driven) await billSettled(buying, purchase, now)
  return purchase
}

export const noPurchase = (account: string, id: string): Refusal =>
  refuse('purchase_not_found', `The account ${account} has no purchase ${id}.`)
