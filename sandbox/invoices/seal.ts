import { newId } from '../ids.ts'
import type { Invoice, InvoicePayment } from '../wire.ts'
import type { Work } from '../work.ts'

/** Numbers it and opens it. */
export function seal(work: Work, invoice: Invoice): void {
  const { objects, now, url } = work
  const customer = objects.find('customer', invoice.customer ?? '')
  const sequence = customer?.next_invoice_sequence ?? 1
  if (customer !== undefined) {
    customer.next_invoice_sequence = sequence + 1
    customer.currency ??= invoice.currency
    objects.save(customer)
  }
  invoice.number ??= `${customer?.invoice_prefix ?? 'SCRIP'}-${String(sequence).padStart(4, '0')}`
  invoice.status = 'open'
  invoice.effective_at ??= now
  invoice.status_transitions.finalized_at = now
  invoice.starting_balance = 0
  invoice.ending_balance = 0
  const token = `${invoice.id}/${objects.hidden(invoice.id).secret}`
  invoice.hosted_invoice_url = `${url}/i/${token}`
  invoice.invoice_pdf = `${url}/i/${token}/pdf`
  objects.dueAt(invoice.id, null)
  objects.save(invoice)
  work.emit('invoice.finalized', invoice)
}

export function newPayment(
  { objects, now }: Work,
  invoice: Invoice,
  intent: string,
  { amount_requested, is_default }: Pick<InvoicePayment, 'amount_requested' | 'is_default'>,
): InvoicePayment {
  return objects.add({
    id: newId('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested,
    created: now,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default,
    livemode: false,
    payment: { payment_intent: intent, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  })
}
