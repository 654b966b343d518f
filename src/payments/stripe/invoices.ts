import type Stripe from 'stripe'
import { BadCursor } from '../../core/bad-cursor.ts'
import type { Invoice, Portion } from '../../core/purchases/payments.ts'
import type { Desk } from './desk.ts'
import { harmless, isMissing } from './errors.ts'
import { instantOf } from './expanded.ts'
import { invoiceFact } from './facts.ts'
import { refOf } from './names.ts'
import { taxOf } from './totals.ts'

/** The customer's bills, newest first, also those that were made in the dashboard. */
export async function invoices(
  { stripe }: Desk,
  customer: string,
  limit: number,
  after: string | null,
): Promise<Portion<Invoice>> {
  const params = { customer, limit, ...(after === null ? {} : { starting_after: after }) }
  const list = stripe.invoices.list(params).catch((error: unknown) => {
    if (isMissing(error) && (error as Stripe.errors.StripeError).param === 'starting_after')
      throw new BadCursor()
    throw error
  })
  const { data, has_more } = await harmless(list)
  return { items: data.map(invoiceOf), next: has_more ? (data.at(-1)?.id ?? null) : null }
}

function invoiceOf(invoice: Stripe.Invoice): Invoice {
  const { created, currency, description, lines, metadata, status, status_transitions, total } = invoice
  const tax = taxOf(invoice)
  return {
    ...invoiceFact(invoice),
    purchase: refOf(metadata)?.purchase ?? null,
    description: description ?? lines.data[0]?.description ?? null,
    currency,
    subtotal_minor: BigInt(total - tax),
    tax_minor: BigInt(tax),
    total_minor: BigInt(total),
    // Stripe's types allow for words that there may be one day.
    status: (status ?? 'draft') as Invoice['status'],
    created_at: instantOf(created),
    paid_at: status_transitions.paid_at === null ? null : instantOf(status_transitions.paid_at),
  }
}
