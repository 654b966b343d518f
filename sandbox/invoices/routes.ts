import { customerOf } from '../customers/customer.ts'
import { refuse } from '../errors.ts'
import { expand, page, paging } from '../http/list.ts'
import { get, post, remove } from '../http/route.ts'
import { boolean, type Params } from '../http/shape.ts'
import { mergeMetadata } from '../metadata.ts'
import { intentOf } from '../payment-intents/intent.ts'
import { methodOf } from '../payment-methods/method.ts'
import type { Invoice } from '../wire.ts'
import type { Work } from '../work.ts'
import { attachPayment } from './attach.ts'
import { finalize } from './finalize.ts'
import { checkDraft, invoiceOf, newInvoice } from './invoice.ts'
import { newLine } from './line.ts'
import { payInvoice, voidInvoice } from './pay.ts'
import { checkAddress, sendInvoice } from './send.ts'
import { attachShape, createShape, listShape, payShape, updateShape } from './shapes.ts'
import { refreshTotals } from './totals.ts'

const HOUR = 3600
const DAY = 86_400

function details(work: Work, params: Params<typeof updateShape>) {
  const { automatic_tax, ...rest } = params
  const { collection_method, days_until_due, default_payment_method: method } = rest
  if (collection_method === 'send_invoice' && days_until_due === undefined && params.due_date === undefined)
    throw refuse(
      'If the collection_method is send_invoice, days_until_due or due_date is needed.',
      'parameter_missing',
      'days_until_due',
    )
  if (method) methodOf(work, method, 'default_payment_method')
  return {
    ...rest,
    ...(automatic_tax === undefined ? {} : { automatic_tax: automatic_tax.enabled }),
    due_date: days_until_due === undefined ? (params.due_date ?? null) : work.now + days_until_due * DAY,
  }
}

/** A draft that goes on by itself does so after an hour. */
function advances(work: Work, invoice: Invoice): void {
  const at = invoice.auto_advance ? work.now + HOUR : null
  if (invoice.status === 'draft') invoice.automatically_finalizes_at = at
  if (invoice.auto_advance && invoice.collection_method === 'charge_automatically')
    invoice.next_payment_attempt = at
  work.objects.dueAt(invoice.id, at)
}

export const invoiceRoutes = [
  post('/v1/invoices', createShape, (work, params) => {
    const customer = customerOf(work, params.customer)
    const more = details(work, params)
    if (params.collection_method === 'send_invoice') checkAddress(customer)
    const invoice = newInvoice(work, {
      ...more,
      customer: customer.id,
      metadata: mergeMetadata({}, params.metadata),
    })
    if (params.pending_invoice_items_behavior === 'include')
      for (const item of work.objects.all('invoiceitem', { customer: customer.id, invoice: null })) {
        item.invoice = invoice.id
        newLine(work, invoice, work.objects.save(item))
      }
    advances(work, invoice)
    refreshTotals(work, invoice)
    work.emit('invoice.created', invoice)
    return invoice
  }),

  get('/v1/invoices', listShape, (work, { collection_method, customer, status, ...params }) =>
    page(work, 'invoice', '/v1/invoices', params, { where: { collection_method, customer, status } }),
  ),

  get('/v1/invoices/:id', expand, (work, _params, id) => invoiceOf(work, id, 'id')),

  post('/v1/invoices/:id', updateShape, (work, params, id) => {
    const invoice = invoiceOf(work, id, 'id')
    const { auto_advance, automatic_tax, custom_fields, metadata: change, expand: _, ...rest } = params
    if (Object.keys(rest).length > 0 || automatic_tax !== undefined) checkDraft(invoice)
    const more = details(work, params)
    for (const name of [
      'collection_method',
      'default_payment_method',
      'description',
      'footer',
      'number',
      'statement_descriptor',
    ] as const)
      if (params[name] !== undefined) Object.assign(invoice, { [name]: params[name] })
    if (custom_fields !== undefined) invoice.custom_fields = custom_fields
    if (more.due_date !== null) invoice.due_date = more.due_date
    if (automatic_tax !== undefined) invoice.automatic_tax.enabled = automatic_tax.enabled
    if (auto_advance !== undefined) {
      invoice.auto_advance = auto_advance
      advances(work, invoice)
    }
    invoice.metadata = mergeMetadata(invoice.metadata, change)
    work.objects.save(invoice)
    if (invoice.status === 'draft') refreshTotals(work, invoice)
    work.emit('invoice.updated', invoice)
    return invoice
  }),

  remove('/v1/invoices/:id', {}, (work, _params, id) => {
    const invoice = invoiceOf(work, id, 'id')
    checkDraft(invoice)
    for (const line of work.objects.all('line_item', { invoice: id })) work.objects.delete(line.id)
    for (const item of work.objects.all('invoiceitem', { invoice: id })) work.objects.delete(item.id)
    work.emit('invoice.deleted', invoice)
    work.objects.delete(id)
    return { id, object: 'invoice', deleted: true }
  }),

  get('/v1/invoices/:id/lines', paging, (work, params, id) => {
    const { lines } = invoiceOf(work, id, 'id')
    return page(work, 'line_item', lines.url, params, { where: { invoice: id }, oldest: true })
  }),

  post('/v1/invoices/:id/finalize', { ...expand, auto_advance: boolean }, (work, { auto_advance }, id) => {
    const invoice = invoiceOf(work, id, 'id')
    if (auto_advance !== undefined) invoice.auto_advance = auto_advance
    finalize(work, invoice)
    if (invoice.status === 'open') advances(work, invoice)
    return invoice
  }),

  post('/v1/invoices/:id/send', expand, (work, _params, id) => sendInvoice(work, invoiceOf(work, id, 'id'))),

  post('/v1/invoices/:id/pay', payShape, (work, params, id) =>
    payInvoice(work, invoiceOf(work, id, 'id'), params),
  ),

  post('/v1/invoices/:id/attach_payment', attachShape, (work, { payment_intent }, id) =>
    attachPayment(work, invoiceOf(work, id, 'id'), intentOf(work, payment_intent)),
  ),

  post('/v1/invoices/:id/void', expand, (work, _params, id) => voidInvoice(work, invoiceOf(work, id, 'id'))),

  post('/v1/invoices/:id/mark_uncollectible', expand, (work, _params, id) => {
    const invoice = invoiceOf(work, id, 'id')
    if (invoice.status !== 'open') throw refuse('Only an open invoice can be marked as uncollectible.')
    invoice.status = 'uncollectible'
    invoice.auto_advance = false
    invoice.status_transitions.marked_uncollectible_at = work.now
    work.objects.save(invoice)
    work.emit('invoice.marked_uncollectible', invoice)
    return invoice
  }),
]
