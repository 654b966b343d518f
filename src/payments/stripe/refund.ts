import type Stripe from 'stripe'
import type { Facts } from '../../core/purchases/facts.ts'
import { type Order, PaymentRefused } from '../../core/purchases/payments.ts'
import type { Refund } from '../../core/purchases/purchase.ts'
import type { Desk } from './desk.ts'
import { refusalOf } from './errors.ts'
import { isFresh } from './find.ts'
import { knownOf } from './look.ts'
import { namesOf, REFUND } from './names.ts'
import { surely } from './surely.ts'

/** Gives money back under the refund's own id. */
export function refund(desk: Desk, order: Order, asked: Refund): Promise<Facts> {
  const { facts } = order.purchase
  return surely(desk, order, {
    fresh: facts.payment_intent !== null && isFresh(asked.created_at, order, desk.clock.now()),
    async go(seen) {
      const payment_intent = facts.payment_intent ?? seen.intent?.id
      if (!payment_intent)
        throw new PaymentRefused('refund_refused', 'Nothing was paid that could be refunded.')
      const params = refundOf(order, asked, payment_intent)
      await desk.stripe.refunds.create(params, { idempotencyKey: asked.id })
      return knownOf(order)
    },
    isDone: (look) => look.facts.refunds.some(({ refund }) => refund === asked.id),
    refused: async (error) => refusalOf(error, 'refund_refused'),
  })
}

const refundOf = (order: Order, asked: Refund, payment_intent: string): Stripe.RefundCreateParams => ({
  payment_intent,
  amount: Number(asked.amount_minor),
  metadata: { ...namesOf(order), [REFUND]: asked.id },
  ...reasonOf(asked),
})

const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'] as const

/** Stripe knows three reasons; any other one is the operator's own, and stays here. */
function reasonOf({ reason }: Refund): { reason?: (typeof REASONS)[number] } {
  const known = REASONS.find((one) => one === reason)
  return known === undefined ? {} : { reason: known }
}
