import { refuse } from '../errors.ts'
import type { Customer, Invoice } from '../wire.ts'
import type { Work } from '../work.ts'
import { finalize } from './finalize.ts'

/** An invoice that is to be sent needs somebody to send it to. */
export function checkAddress({ email }: Customer): void {
  if (email) return
  throw refuse(
    'Missing email. In order to create invoices that are sent to the customer, the customer must have a valid email.',
  )
}

/** No mail is sent, as with Stripe's test keys; a draft is finalized first. */
export function sendInvoice(work: Work, invoice: Invoice): Invoice {
  if (invoice.collection_method !== 'send_invoice')
    throw refuse('You can only send an invoice whose collection_method is send_invoice.')
  if (invoice.status === 'draft') finalize(work, invoice)
  if (invoice.status === 'void' || invoice.status === 'uncollectible')
    throw refuse(`You cannot send an invoice that is ${invoice.status}.`)
  work.emit('invoice.sent', invoice)
  return invoice
}
