import type Stripe from 'stripe'
import type { Facts } from '../../core/purchases/facts.ts'
import type { Order } from '../../core/purchases/payments.ts'
import { closeOpen, giveUp } from './abandon.ts'
import { bill } from './bill.ts'
import { wantsOwner } from './decline.ts'
import type { Desk } from './desk.ts'
import { failingOf, refusalOf } from './errors.ts'
import { isFresh } from './find.ts'
import { keyOf } from './keys.ts'
import { checkLeast } from './least.ts'
import { knownOf, type Look } from './look.ts'
import { isOf, namesOf } from './names.ts'
import { intentOf, type Seen, wasTried } from './seen.ts'
import { surely } from './surely.ts'

/** Bills the purchase, once: pays the bill with the saved card, or sends it for somebody to pay. */
export function charge(desk: Desk, order: Order): Promise<Facts> {
  const { purchase } = order
  checkLeast(purchase)
  return surely(desk, order, {
    fresh: knownOf(order) === null && isFresh(purchase.created_at, order, desk.clock.now()),
    go: (seen) => advance(desk, order, seen),
    isDone: (look) => isDone(look, order),
    async refused(error, seen) {
      await giveUp(desk, seen)
      return refusalOf(error, 'purchase_refused')
    },
  })
}

/** A bill that waits for somebody to pay it is done once what they pay will be known as the purchase's. */
function isDone({ facts: { page_url, payment }, seen: { intent } }: Look, order: Order): boolean {
  if (payment !== 'open') return payment !== 'none'
  return page_url !== null && (intent === null || isOf(intent.metadata, order))
}

/**
 * Takes the steps that are left, each under a key of its own. A step that was taken by a call that was cut off answers
 * the same again, so going through all of them anew is safe, too.
 */
async function advance(desk: Desk, order: Order, seen: Seen): Promise<string> {
  const invoice = await bill(desk, order, seen.invoice)
  const intent = invoice.status === 'open' ? (seen.intent ?? intentOf(invoice)) : null
  if (intent === null) return invoice.id
  const named = await nameIntent(desk, order, intent)
  if (order.purchase.paying_by === 'card') await payWith(desk, order, invoice, named)
  return invoice.id
}

/** An invoice's intent doesn't take over its metadata, and the charge takes the intent's. */
async function nameIntent(
  { stripe }: Desk,
  order: Order,
  intent: Stripe.PaymentIntent | string,
): Promise<Stripe.PaymentIntent> {
  if (typeof intent !== 'string' && isOf(intent.metadata, order)) return intent
  const id = typeof intent === 'string' ? intent : intent.id
  return stripe.paymentIntents.update(id, { metadata: namesOf(order) }, keyOf(order, 'intent'))
}

/** A card that declined is not tried again: the invoice is voided, so that nobody pays it later. */
async function payWith(
  desk: Desk,
  order: Order,
  { id }: Stripe.Invoice,
  intent: Stripe.PaymentIntent,
): Promise<void> {
  const tried = wasTried(intent) ? intent : await pay(desk, order, id)
  if (tried?.status === 'requires_payment_method' && !wantsOwner(tried)) await closeOpen(desk.stripe, id)
}

/** The intent that was declined, or that waits for the card's owner; null where it went well. */
async function pay({ stripe }: Desk, order: Order, invoice: string): Promise<Stripe.PaymentIntent | null> {
  const { payment_method } = order.purchase
  const card = payment_method === null ? {} : { payment_method }
  try {
    await stripe.invoices.pay(invoice, { off_session: true, ...card }, keyOf(order, 'pay'))
    return null
  } catch (error) {
    if (failingOf(error) !== 'declined') throw error
    return (error as Stripe.errors.StripeError).payment_intent ?? null
  }
}
