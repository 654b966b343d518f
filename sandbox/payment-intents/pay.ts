import { sessionPaid } from '../checkout/complete.ts'
import { invoiceActionRequired, invoicePaid, invoicePaymentFailed } from '../invoices/settle.ts'
import type { PaymentIntent, PaymentMethod } from '../wire.ts'
import type { Work } from '../work.ts'
import { type Attempted, type AttemptOptions, attempt } from './attempt.ts'

/** Tries to pay, and tells whatever the payment is for how it went. */
export function pay(
  work: Work,
  intent: PaymentIntent,
  method: PaymentMethod,
  options: AttemptOptions,
): Attempted {
  const attempted = attempt(work, intent, method, options)
  const { invoice, session } = work.objects.hidden(intent.id)
  if (typeof invoice === 'string') {
    if (attempted.outcome === 'succeeded') invoicePaid(work, invoice, intent)
    if (attempted.outcome === 'declined') invoicePaymentFailed(work, invoice)
    if (attempted.outcome === 'requires_action') invoiceActionRequired(work, invoice)
  }
  if (typeof session === 'string' && attempted.outcome === 'succeeded') sessionPaid(work, session, intent)
  return attempted
}
