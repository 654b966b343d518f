import { refuse } from '../errors.ts'
import type { Invoice, PaymentIntent } from '../wire.ts'
import type { Work } from '../work.ts'
import { newPayment } from './seal.ts'
import { invoicePaid } from './settle.ts'

/** Lets another intent pay an invoice, or a part of it; one that was paid counts at once. */
export function attachPayment(work: Work, invoice: Invoice, intent: PaymentIntent): Invoice {
  if (invoice.status !== 'open')
    throw refuse(`A payment can only be attached to an open invoice; this one is ${invoice.status}.`)
  const { invoice: paysFor, session } = work.objects.hidden(intent.id)
  if (paysFor !== null || session !== null || intent.status === 'canceled')
    throw refuse(`The PaymentIntent ${intent.id} can't be attached.`, undefined, 'payment_intent')
  if (intent.customer !== invoice.customer || intent.currency !== invoice.currency)
    throw refuse("The PaymentIntent must have the invoice's customer and currency.")
  if (intent.amount > invoice.amount_remaining)
    throw refuse("The PaymentIntent's amount is more than the invoice's amount_remaining.")
  work.objects.hide(intent.id, { invoice: invoice.id })
  newPayment(work, invoice, intent.id, { amount_requested: intent.amount, is_default: false })
  if (intent.status === 'succeeded') invoicePaid(work, invoice.id, intent)
  return invoice
}
