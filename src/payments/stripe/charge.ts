import type Stripe from 'stripe'
import type { Facts } from '../../core/purchases/facts.ts'
import type { Order } from '../../core/purchases/payments.ts'
import { giveUp } from './abandon.ts'
import { wantsOwner } from './decline.ts'
import type { Desk } from './desk.ts'
import { failingOf, refusalOf } from './errors.ts'
import { isFresh } from './find.ts'
import { checkLeast } from './least.ts'
import { knownOf } from './look.ts'
import { isOf, namesOf } from './names.ts'
import { intentOf, type Seen, wasTried } from './seen.ts'
import { surely } from './surely.ts'

/** Bills the purchase and pays the bill with the saved card, once. */
export function charge(desk: Desk, order: Order): Promise<Facts> {
  const { purchase } = order
  checkLeast(purchase)
  return surely(desk, order, {
    fresh: knownOf(order) === null && isFresh(purchase.created_at, desk.clock.now()),
    go: (seen) => advance(desk, order, seen),
    isDone: ({ payment }) => payment !== 'none' && payment !== 'open',
    async refused(error, seen) {
      await giveUp(desk, seen)
      return refusalOf(error, 'purchase_refused')
    },
  })
}

/**
 * Takes the steps that are left, each under a key of its own. A step that was taken by a call that was cut off answers
 * the same again, so going through all of them anew is safe, too.
 */
async function advance(desk: Desk, order: Order, seen: Seen): Promise<string> {
  const draft = seen.invoice ?? (await createInvoice(desk, order))
  const invoice = draft.status === 'draft' ? await finalize(desk, order, draft) : draft
  const intent = invoice.status === 'open' ? (seen.intent ?? intentOf(invoice)) : null
  if (intent !== null) await payWith(desk, order, invoice, await nameIntent(desk, order, intent))
  return invoice.id
}

/** The purchase's id is the key of what stands for it; the other steps add their name. */
const keyOf = (
  { purchase }: Order,
  step?: 'item' | 'finalize' | 'intent' | 'pay',
): Stripe.RequestOptions => ({
  idempotencyKey: step === undefined ? purchase.id : `${purchase.id}:${step}`,
})

const createInvoice = ({ automatic_tax, stripe }: Desk, order: Order): Promise<Stripe.Invoice> =>
  stripe.invoices.create(
    {
      customer: order.customer,
      currency: order.purchase.currency,
      auto_advance: false,
      description: order.line,
      metadata: namesOf(order),
      ...(order.purchase.payment_method === null
        ? {}
        : { default_payment_method: order.purchase.payment_method }),
      ...(automatic_tax ? { automatic_tax: { enabled: true } } : {}),
    },
    keyOf(order),
  )

async function finalize(
  { automatic_tax, stripe }: Desk,
  order: Order,
  { id, lines }: Stripe.Invoice,
): Promise<Stripe.Invoice> {
  const { customer, line, purchase } = order
  if (lines.data.length === 0)
    await stripe.invoiceItems.create(
      {
        customer,
        invoice: id,
        amount: Number(purchase.price_minor),
        currency: purchase.currency,
        description: line,
        metadata: namesOf(order),
        ...(automatic_tax ? { tax_behavior: 'exclusive' } : {}),
      },
      keyOf(order, 'item'),
    )
  const params = { auto_advance: false, expand: ['payments'] }
  return stripe.invoices.finalizeInvoice(id, params, keyOf(order, 'finalize'))
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
  if (tried?.status === 'requires_payment_method' && !wantsOwner(tried))
    await desk.stripe.invoices.voidInvoice(id)
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
