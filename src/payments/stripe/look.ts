import type Stripe from 'stripe'
import type { Facts } from '../../core/purchases/facts.ts'
import type { Order } from '../../core/purchases/payments.ts'
import { chooseFirstCard } from './default-card.ts'
import type { Desk } from './desk.ts'
import { looking, orNull } from './errors.ts'
import { wholeOf } from './expanded.ts'
import { factsOf } from './facts.ts'
import { findInvoice, findSession } from './find.ts'
import { chargeOf, intentOf, isPaid, NOTHING, payingOf, type Seen } from './seen.ts'

/** One look: what is there, and what it means. */
export interface Look {
  readonly seen: Seen
  readonly facts: Facts
}

/** The id of what stands for the purchase, a checkout session or an invoice. Null: look for it by its name. */
export type Known = string | null

export const knownOf = ({ purchase: { facts, paying_by } }: Order): Known =>
  (paying_by === 'checkout' ? facts.checkout_session : facts.invoice?.id) ?? null

export async function look(desk: Desk, order: Order, known: Known = knownOf(order)): Promise<Look> {
  const asked_at = desk.clock.now()
  const seen = await looking(see(desk, order, known))
  await chooseFirstCard(desk, order, seen)
  return { seen, facts: factsOf(seen, order, asked_at) }
}

async function see(desk: Desk, order: Order, known: Known): Promise<Seen> {
  const { paying_by } = order.purchase
  const found = await (paying_by === 'checkout' ? seeSession : seeInvoice)(desk, order, known)
  const charges = [found.intent, ...found.others].map(chargeOf)
  const after = await Promise.all(charges.map((charge) => seeAfterwards(desk, order, charge)))
  return {
    ...found,
    refunds: after.flatMap(({ refunds }) => refunds),
    disputes: after.flatMap(({ disputes }) => disputes),
  }
}

async function seeSession(desk: Desk, order: Order, known: Known): Promise<Seen> {
  const id = known ?? (await findSession(desk, order))
  if (id === null) return NOTHING
  const expand = ['customer', 'invoice', 'payment_intent.latest_charge', 'payment_intent.payment_method']
  const session = await orNull(desk.stripe.checkout.sessions.retrieve(id, { expand }))
  return { ...NOTHING, session, intent: wholeOf(session?.payment_intent) }
}

async function seeInvoice(desk: Desk, order: Order, known: Known): Promise<Seen> {
  const id = known ?? (await findInvoice(desk, order))
  return id === null ? NOTHING : ((await seeBilled(desk, id)) ?? seeDraft(desk, id))
}

/** Its payments tell it whole, with the intent and its charge: one call, where the invoice would need one for each. */
async function seeBilled({ stripe }: Desk, invoice: string): Promise<Seen | null> {
  const expand = ['data.invoice', 'data.payment.payment_intent.latest_charge']
  const all = await orNull(stripe.invoicePayments.list({ invoice, expand, limit: 100 }))
  const payments = all?.data ?? []
  const billed = wholeOf(payments[0]?.invoice)
  const paying = payingOf(payments, billed)
  if (!paying) return null
  const others = payments.filter((one) => one !== paying && isPaid(one)).map(wholeIntent)
  return {
    ...NOTHING,
    invoice: billed,
    intent: wholeIntent(paying),
    others: others.filter((one) => one !== null),
  }
}

const wholeIntent = ({ payment }: Stripe.InvoicePayment): Stripe.PaymentIntent | null =>
  wholeOf(payment.payment_intent)

/** As long as it is a draft it has no payments, and ever after where the customer's balance paid it. */
async function seeDraft({ stripe }: Desk, id: string): Promise<Seen> {
  const invoice = await orNull(stripe.invoices.retrieve(id, { expand: ['payments'] }))
  const intent = invoice && intentOf(invoice)
  if (intent === null) return { ...NOTHING, invoice }
  return {
    ...NOTHING,
    invoice,
    intent: await stripe.paymentIntents.retrieve(intent, { expand: ['latest_charge'] }),
  }
}

/** What became of the money after it was taken. Just after it was, there is nothing yet. */
async function seeAfterwards(
  { stripe }: Desk,
  { purchase }: Order,
  charge: Stripe.Charge | null,
): Promise<Pick<Seen, 'refunds' | 'disputes'>> {
  if (!charge?.paid) return { refunds: [], disputes: [] }
  const all = { charge: charge.id, limit: 100 }
  const gone = charge.amount_refunded > 0 || purchase.facts.payment === 'paid'
  const [refunds, disputes] = await Promise.all([
    gone ? stripe.refunds.list(all).autoPagingToArray({ limit: 10_000 }) : [],
    charge.disputed ? stripe.disputes.list(all).autoPagingToArray({ limit: 10_000 }) : [],
  ])
  return { refunds, disputes }
}
