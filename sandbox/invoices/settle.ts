import { cancelIntent, isCancellable } from '../payment-intents/cancel.ts'
import { intentOf } from '../payment-intents/intent.ts'
import type { Invoice, InvoicePayment, PaymentIntent } from '../wire.ts'
import type { Work } from '../work.ts'
import { invoiceOf } from './invoice.ts'

export const paymentsOf = ({ objects }: Work, invoice: string): InvoicePayment[] =>
  objects.all('invoice_payment', { invoice })

/** An intent of the invoice was paid: all that was due, or a part of it. */
export function invoicePaid(work: Work, id: string, intent: PaymentIntent): void {
  const invoice = invoiceOf(work, id)
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible') return
  invoice.attempted = true
  invoice.attempt_count += 1
  invoice.amount_paid += intent.amount_received
  invoice.amount_remaining = Math.max(0, invoice.amount_due - invoice.amount_paid)
  for (const payment of paymentsOf(work, id)) {
    if (payment.payment.payment_intent !== intent.id) continue
    payment.status = 'paid'
    payment.amount_paid = intent.amount_received
    payment.status_transitions.paid_at = work.now
    work.objects.save(payment)
    work.emit('invoice_payment.paid', payment)
  }
  followRest(work, invoice)
  if (invoice.amount_remaining === 0) return void markPaid(work, invoice, work.now)
  work.objects.save(invoice)
  work.emit('invoice.updated', invoice)
}

/** The intent that was made with the invoice always asks for what is left of it, and is gone with the last of it. */
function followRest(work: Work, { amount_remaining, id }: Invoice): void {
  for (const payment of paymentsOf(work, id)) {
    if (payment.status !== 'open' || !payment.is_default) continue
    const intent = intentOf(work, String(payment.payment.payment_intent))
    payment.amount_requested = amount_remaining
    intent.amount = amount_remaining
    if (amount_remaining === 0) {
      payment.status = 'canceled'
      payment.status_transitions.canceled_at = work.now
      if (isCancellable(intent)) cancelIntent(work, intent, 'automatic')
    }
    work.objects.save(payment)
    work.objects.save(intent)
  }
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
