import { ApiError, refuse } from '../errors.ts'
import { cancelIntent } from '../payment-intents/cancel.ts'
import { intentOf } from '../payment-intents/intent.ts'
import { pay } from '../payment-intents/pay.ts'
import { methodOf } from '../payment-methods/method.ts'
import type { Invoice } from '../wire.ts'
import type { Work } from '../work.ts'
import { finalize } from './finalize.ts'
import { markPaid, paymentsOf } from './settle.ts'

export interface PayOptions {
  payment_method?: string
  off_session?: boolean
  paid_out_of_band?: boolean
}

/** Pays an invoice from a card; a draft is finalized first. */
export function payInvoice(work: Work, invoice: Invoice, options: PayOptions): Invoice {
  if (invoice.status === 'draft') finalize(work, invoice)
  else if (invoice.status === 'paid') throw refuse('Invoice is already paid.')
  if (invoice.status === 'void') throw refuse('You cannot pay an invoice that was voided.')
  // Nothing was due, and so it is paid.
  if (invoice.status === 'paid') return invoice
  const intent = intentOf(work, String(work.objects.hidden(invoice.id).payment_intent))
  if (options.paid_out_of_band) {
    cancelIntent(work, intent, null)
    invoice.amount_paid = invoice.amount_due
    return markPaid(work, invoice, work.now)
  }
  const method = methodOf(work, methodFor(work, invoice, options.payment_method))
  const present = options.off_session === false
  const attempted = pay(work, intent, method, { present, onAuthentication: 'ask' })
  if (attempted.outcome === 'declined') throw new ApiError(402, attempted.error, { keeps: true })
  if (attempted.outcome === 'requires_action') {
    const message =
      'This payment requires additional user action before it can be completed successfully. Payment can be completed using the PaymentIntent associated with the invoice, or on its hosted invoice page.'
    const code = 'invoice_payment_intent_requires_action'
    throw new ApiError(402, { type: 'card_error', code, message, payment_intent: intent }, { keeps: true })
  }
  return invoice
}

function methodFor({ objects }: Work, invoice: Invoice, chosen: string | undefined): string {
  const customer = objects.find('customer', invoice.customer ?? '')
  const method =
    chosen ?? invoice.default_payment_method ?? customer?.invoice_settings?.default_payment_method
  if (method) return method
  throw refuse(
    'There is no default_payment_method set on this Customer or Invoice. Set one, or provide a payment_method.',
    'invoice_payment_method_missing',
  )
}

export function voidInvoice(work: Work, invoice: Invoice): Invoice {
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
    throw refuse(`You can only void an invoice that is open or uncollectible; this one is ${invoice.status}.`)
  const payments = paymentsOf(work, invoice.id)
  if (payments.some(({ is_default, status }) => status === 'paid' || (status === 'open' && !is_default)))
    throw refuse("You can't void an invoice that has open or paid payments.")
  for (const payment of payments) {
    payment.status = 'canceled'
    payment.status_transitions.canceled_at = work.now
    work.objects.save(payment)
  }
  const { payment_intent } = work.objects.hidden(invoice.id)
  if (typeof payment_intent === 'string') cancelIntent(work, intentOf(work, payment_intent), 'void_invoice')
  invoice.status = 'void'
  invoice.auto_advance = false
  invoice.status_transitions.voided_at = work.now
  work.objects.save(invoice)
  work.emit('invoice.voided', invoice)
  return invoice
}
