import type { Invoice, InvoicePayment, PaymentIntent } from '../wire.ts'
import type { Work } from '../work.ts'
import { invoiceOf } from './invoice.ts'

export const paymentsOf = ({ objects }: Work, invoice: string): InvoicePayment[] =>
  objects.all('invoice_payment', { invoice })

/** An invoice's intent was paid. */
export function invoicePaid(work: Work, id: string, intent: PaymentIntent): void {
  const invoice = invoiceOf(work, id)
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible') return
  invoice.attempted = true
  invoice.attempt_count += 1
  invoice.amount_paid = intent.amount_received
  for (const payment of paymentsOf(work, id)) {
    if (payment.payment.payment_intent !== intent.id) continue
    payment.status = 'paid'
    payment.amount_paid = intent.amount_received
    payment.status_transitions.paid_at = work.now
    work.objects.save(payment)
    work.emit('invoice_payment.paid', payment)
  }
  markPaid(work, invoice, work.now)
}

export function markPaid(work: Work, invoice: Invoice, at: number): Invoice {
  invoice.status = 'paid'
  invoice.attempted = true
  invoice.auto_advance = false
  invoice.amount_remaining = 0
  invoice.next_payment_attempt = null
  invoice.status_transitions.paid_at = at
  work.objects.dueAt(invoice.id, null)
  work.objects.save(invoice)
  work.emit('invoice.paid', invoice)
  work.emit('invoice.payment_succeeded', invoice)
  return invoice
}

export function invoicePaymentFailed(work: Work, id: string): void {
  tried(work, id, 'invoice.payment_failed')
}

export function invoiceActionRequired(work: Work, id: string): void {
  tried(work, id, 'invoice.payment_action_required')
}

function tried(
  work: Work,
  id: string,
  event: 'invoice.payment_failed' | 'invoice.payment_action_required',
): void {
  const invoice = invoiceOf(work, id)
  invoice.attempted = true
  invoice.attempt_count += 1
  invoice.next_payment_attempt = null
  work.objects.dueAt(id, null)
  work.objects.save(invoice)
  work.emit(event, invoice)
}
