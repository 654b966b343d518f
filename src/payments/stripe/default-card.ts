import type { Order } from '../../core/purchases/payments.ts'
import type { Desk } from './desk.ts'
import { described } from './errors.ts'
import { wholeOf } from './expanded.ts'
import type { Seen } from './seen.ts'

/**
 * The card that a first checkout saved becomes the customer's default, so that the next purchase is charged at once.
 * Doing it twice is doing it once, and where it fails nothing is lost: the buyer's newest card is taken then.
 */
export async function chooseFirstCard(desk: Desk, order: Order, { intent, session }: Seen): Promise<void> {
  if (intent?.status !== 'succeeded' || order.purchase.facts.payment === 'paid') return
  const customer = wholeOf(session?.customer)
  const method = wholeOf(intent.payment_method)
  if (!customer || !method || method.customer !== customer.id) return
  if (customer.invoice_settings.default_payment_method) return
  try {
    const invoice_settings = { default_payment_method: method.id }
    await desk.stripe.customers.update(customer.id, { invoice_settings })
  } catch (error) {
    desk.log.warn({ customer: customer.id }, `A saved card was not made the default. ${described(error)}`)
  }
}
