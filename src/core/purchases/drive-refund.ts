import type { Instant } from '../instant.ts'
import type { Buying } from './buying.ts'
import type { Facts, RefundFact } from './facts.ts'
import { PaymentRefused } from './payments.ts'
import type { Purchase, Refund } from './purchase.ts'
import { settle } from './settle-purchase.ts'
import { orderOf, sideOf } from './side.ts'

/** Asks for a refund that was written down, once however often it is repeated, and settles what became of it. */
export async function driveRefund(
  buying: Buying,
  refund: Refund,
  cause: string,
  now: Instant,
): Promise<Purchase> {
  const { registry } = buying.store
  const purchase = await registry.purchase(refund.account, refund.purchase)
  if (!purchase) throw new Error(`the purchase of the refund ${refund.id} is not there`)
  const facts = await refundOrRefused(buying, purchase, refund, now)
  const settled = await settle(buying, purchase, facts, cause, now)
  if (settled.facts.refunds.some((fact) => fact.refund === refund.id))
    await registry.closeRefund(refund.account, refund.id, now)
  return settled
}

/**
 * A refund that is refused is unknown where the money is, so it is kept under our own id, and counts as not made. What
 * stood in its way may be something that nobody has told of yet.
 */
async function refundOrRefused(
  buying: Buying,
  purchase: Purchase,
  refund: Refund,
  now: Instant,
): Promise<Facts> {
  const order = await orderOf(buying, purchase)
  const side = sideOf(buying, purchase, now)
  try {
    return await side.refund(order, refund)
  } catch (error) {
    if (!(error instanceof PaymentRefused)) throw error
    const { id, amount_minor } = refund
    const seen = await side.look(order)
    const refused: RefundFact = {
      id,
      refund: id,
      amount_minor,
      status: 'failed',
      reason: error.message,
      created_at: now,
    }
    return { ...seen, refunds: [...seen.refunds, refused] }
  }
}
