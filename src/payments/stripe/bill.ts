import type Stripe from 'stripe'
import type { Order } from '../../core/purchases/payments.ts'
import type { Desk } from './desk.ts'
import { keyOf } from './keys.ts'
import { LINE, namesOf } from './names.ts'

/**
 * The purchase's invoice, closed, so that it can be paid: with what is there of it, and under keys of its own for what
 * is not.
 */
export async function bill(desk: Desk, order: Order, there: Stripe.Invoice | null): Promise<Stripe.Invoice> {
  const draft = there ?? (await createInvoice(desk, order))
  if (draft.status !== 'draft') return draft
  await addLines(desk, order, draft)
  return close(desk, order, draft)
}

const createInvoice = ({ automatic_tax, stripe }: Desk, order: Order): Promise<Stripe.Invoice> =>
  stripe.invoices.create(
    {
      customer: order.customer,
      currency: order.purchase.currency,
      auto_advance: false,
      description: order.line,
      metadata: namesOf(order),
      ...collectionOf(order),
      ...(automatic_tax ? { automatic_tax: { enabled: true } } : {}),
    },
    keyOf(order),
  )

/** Who is sent an invoice pays it with a card, as all else here is paid. */
function collectionOf({ purchase }: Order): Partial<Stripe.InvoiceCreateParams> {
  const { days_until_due, paying_by, payment_method } = purchase
  if (paying_by === 'invoice')
    return {
      collection_method: 'send_invoice',
      days_until_due: days_until_due ?? 0,
      payment_settings: { payment_method_types: ['card'] },
    }
  return payment_method === null ? {} : { default_payment_method: payment_method }
}

interface Line {
  readonly text: string
  readonly amount_minor: bigint
  /** Where there are several: which one it is. */
  readonly name: string | null
}

function linesOf({ line, purchase: { lines, price_minor } }: Order): readonly Line[] {
  if (lines !== null && lines.length > 1) return lines.map((one, index) => ({ ...one, name: `${index + 1}` }))
  return [{ text: lines?.[0]?.text ?? line, amount_minor: price_minor, name: null }]
}

/** One after the other, as they are to be read. Those of a call that was cut off are there already. */
async function addLines(desk: Desk, order: Order, draft: Stripe.Invoice): Promise<void> {
  const { customer, purchase } = order
  const there = await linesThere(desk, draft)
  for (const { amount_minor, name, text } of linesOf(order)) {
    if (name === null ? there.length > 0 : there.some(({ metadata }) => metadata[LINE] === name)) continue
    await desk.stripe.invoiceItems.create(
      {
        customer,
        invoice: draft.id,
        amount: Number(amount_minor),
        currency: purchase.currency,
        description: text,
        metadata: { ...namesOf(order), ...(name === null ? {} : { [LINE]: name }) },
        ...(desk.automatic_tax ? { tax_behavior: 'exclusive' } : {}),
      },
      keyOf(order, name === null ? 'item' : `item:${name}`),
    )
  }
}

/** An invoice shows the first ten of its lines by itself. */
const linesThere = async (
  { stripe }: Desk,
  { id, lines }: Stripe.Invoice,
): Promise<readonly Stripe.InvoiceLineItem[]> =>
  lines.has_more
    ? stripe.invoices.listLineItems(id, { limit: 100 }).autoPagingToArray({ limit: 1000 })
    : lines.data

/** Sending closes a draft as well, in one step: so there is none that is closed and was not sent. */
function close({ stripe }: Desk, order: Order, { id }: Stripe.Invoice): Promise<Stripe.Invoice> {
  const expand = ['payments']
  return order.purchase.paying_by === 'invoice'
    ? stripe.invoices.sendInvoice(id, { expand }, keyOf(order, 'send'))
    : stripe.invoices.finalizeInvoice(id, { auto_advance: false, expand }, keyOf(order, 'finalize'))
}
