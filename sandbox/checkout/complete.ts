import { newItem } from '../invoice-items/item.ts'
import { newInvoice } from '../invoices/invoice.ts'
import { newLine } from '../invoices/line.ts'
import { newPayment, seal } from '../invoices/seal.ts'
import { invoicePaid } from '../invoices/settle.ts'
import { refreshTotals } from '../invoices/totals.ts'
import type { TaxBehavior } from '../tax.ts'
import type { PaymentIntent, Session, SetupIntent } from '../wire.ts'
import type { Work } from '../work.ts'
import { lineItemsOf } from './line-items.ts'
import { sessionOf } from './session.ts'

/** A session's intent was paid: it is complete, and gets its invoice if it was to have one. */
export function sessionPaid(work: Work, id: string, intent: PaymentIntent): void {
  const session = sessionOf(work, id)
  if (session.status !== 'open') return
  session.payment_status = 'paid'
  if (session.invoice_creation?.enabled) invoiceOf(work, session, intent)
  complete(work, session)
}

export function sessionSetUp(work: Work, id: string, setup: SetupIntent): void {
  const session = sessionOf(work, id)
  if (session.status !== 'open') return
  session.setup_intent = setup.id
  complete(work, session)
}

function complete(work: Work, session: Session): void {
  session.status = 'complete'
  session.url = null
  work.objects.dueAt(session.id, null)
  work.objects.save(session)
  work.emit('checkout.session.completed', session)
}

function invoiceOf(work: Work, session: Session, intent: PaymentIntent): void {
  const data = session.invoice_creation?.invoice_data
  const invoice = newInvoice(work, {
    customer: intent.customer ?? '',
    currency: intent.currency,
    description: data?.description ?? null,
    footer: data?.footer ?? null,
    metadata: { ...data?.metadata },
    automatic_tax: session.automatic_tax.enabled,
  })
  for (const { amount_subtotal, currency, description, price, quantity } of lineItemsOf(work, session)) {
    const pricing =
      price === null
        ? null
        : {
            price_details: { price: price.id, product: String(price.product) },
            type: 'price_details' as const,
            unit_amount_decimal: price.unit_amount_decimal,
          }
    const tax_behavior = (price?.tax_behavior ?? 'unspecified') as TaxBehavior
    const cost = { amount: amount_subtotal, currency, pricing, quantity: quantity ?? 1, tax_behavior }
    const item = newItem(work, { customer: intent.customer ?? '', invoice: invoice.id, description }, cost)
    newLine(work, invoice, item)
  }
  refreshTotals(work, invoice)
  work.emit('invoice.created', invoice)
  session.invoice = invoice.id
  seal(work, invoice)
  work.objects.hide(invoice.id, { payment_intent: intent.id })
  work.objects.hide(intent.id, { invoice: invoice.id })
  newPayment(work, invoice, intent.id, { amount_requested: invoice.amount_due, is_default: true })
  invoicePaid(work, invoice.id, intent)
}
