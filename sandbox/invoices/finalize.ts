import { ApiError } from '../errors.ts'
import { newIntent } from '../payment-intents/intent.ts'
import type { Invoice } from '../wire.ts'
import type { Work } from '../work.ts'
import { checkDraft } from './invoice.ts'
import { newPayment, seal } from './seal.ts'
import { markPaid } from './settle.ts'
import { refreshTotals } from './totals.ts'

/** Closes a draft: it gets its number, and what is due an intent that can be paid. */
export function finalize(work: Work, invoice: Invoice): Invoice {
  checkDraft(invoice)
  refreshTotals(work, invoice)
  if (invoice.automatic_tax.status === 'requires_location_inputs') throw nowhere(work, invoice)
  seal(work, invoice)
  if (invoice.amount_due === 0) return markPaid(work, invoice, work.now)
  const intent = newIntent(work, {
    amount: invoice.amount_due,
    currency: invoice.currency,
    customer: invoice.customer,
    description: 'Payment for Invoice',
  })
  work.objects.hide(intent.id, { invoice: invoice.id })
  work.objects.hide(invoice.id, { payment_intent: intent.id })
  newPayment(work, invoice, intent.id, { amount_requested: invoice.amount_due, is_default: true })
  return invoice
}

function nowhere(work: Work, invoice: Invoice): ApiError {
  const message =
    "The customer's location isn't recognized. Set a valid customer address in order to automatically calculate tax."
  const error = { type: 'invalid_request_error', code: 'customer_tax_location_invalid', message } as const
  invoice.last_finalization_error = error
  work.objects.save(invoice)
  work.emit('invoice.finalization_failed', invoice)
  return new ApiError(400, error, { keeps: true })
}
