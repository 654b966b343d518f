import { expireSession } from './checkout/expire.ts'
import { ApiError } from './errors.ts'
import { finalize } from './invoices/finalize.ts'
import { payInvoice } from './invoices/pay.ts'
import { closeByItself } from './refunds/close.ts'
import type { Invoice } from './wire.ts'
import type { Work } from './work.ts'

/** What falls due by itself: sessions expire, invoices that advance are finalized and collected, and refunds end. */
export function sweep(work: Work): void {
  for (const object of work.objects.due(work.now)) {
    work.objects.dueAt(object.id, null)
    if (object.object === 'checkout.session' && object.status === 'open') expireSession(work, object)
    if (object.object === 'invoice') advance(work, object)
    if (object.object === 'refund') closeByItself(work, object)
  }
  work.objects.flush()
}

function advance(work: Work, invoice: Invoice): void {
  try {
    if (invoice.status === 'draft') finalize(work, invoice)
    const collects = invoice.collection_method === 'charge_automatically'
    if (invoice.status === 'open' && collects) payInvoice(work, invoice, {})
  } catch (error) {
    // Nobody is there to hear of a decline; its events tell it.
    if (!(error instanceof ApiError)) throw error
    work.objects.save(invoice)
  }
}
