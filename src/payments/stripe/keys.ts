import type Stripe from 'stripe'
import type { Order } from '../../core/purchases/payments.ts'

type Step = 'item' | `item:${string}` | 'finalize' | 'send' | 'intent' | 'pay'

/** The purchase's id is the key of what stands for it; the other steps add their name. */
export const keyOf = ({ purchase }: Order, step?: Step): Stripe.RequestOptions => ({
  idempotencyKey: step === undefined ? purchase.id : `${purchase.id}:${step}`,
})
