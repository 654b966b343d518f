import type Stripe from 'stripe'
import type { Facts } from '../../core/purchases/facts.ts'
import type { Order } from '../../core/purchases/payments.ts'
import type { Desk } from './desk.ts'
import { refusalOf } from './errors.ts'
import { isFresh } from './find.ts'
import { knownOf } from './look.ts'
import { namesOf } from './names.ts'
import { surely } from './surely.ts'

/** Opens the hosted page, or finds the one that was opened. */
export function openCheckout(desk: Desk, order: Order): Promise<Facts> {
  return surely(desk, order, {
    fresh: knownOf(order) === null && isFresh(order.purchase.created_at, order, desk.clock.now()),
    async go() {
      const options = { idempotencyKey: order.purchase.id }
      return (await desk.stripe.checkout.sessions.create(sessionFor(desk, order), options)).id
    },
    isDone: ({ facts }) => facts.payment !== 'none',
    refused: async (error) => refusalOf(error, 'purchase_refused'),
  })
}

/**
 * The same purchase must always ask for the same, or its key would be refused. So the page's end is left to Stripe: a
 * day after it was opened.
 */
function sessionFor(desk: Desk, order: Order): Stripe.Checkout.SessionCreateParams {
  const { customer, line, purchase } = order
  const { automatic_tax } = desk
  const metadata = namesOf(order)
  const here = `${desk.publicUrl()}/checkout/${encodeURIComponent(purchase.account)}/${encodeURIComponent(purchase.id)}`
  const tax_behavior = automatic_tax ? { tax_behavior: 'exclusive' as const } : {}
  return {
    mode: 'payment',
    customer,
    client_reference_id: purchase.id,
    metadata,
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: purchase.currency,
          unit_amount: Number(purchase.price_minor),
          product_data: { name: line },
          ...tax_behavior,
        },
      },
    ],
    // What is saved is a card, and what is charged is the price, in its own currency.
    allowed_payment_method_types: ['card'],
    adaptive_pricing: { enabled: false },
    payment_intent_data: { description: line, metadata, setup_future_usage: 'off_session' },
    invoice_creation: { enabled: true, invoice_data: { description: line, metadata } },
    // Where the buyer is decides the tax, of this purchase and of later ones.
    ...(automatic_tax ? { automatic_tax: { enabled: true }, customer_update: { address: 'auto' } } : {}),
    success_url: here,
    cancel_url: purchase.cancel_url ?? `${here}/cancelled`,
  }
}
