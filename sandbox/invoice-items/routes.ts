import type Stripe from 'stripe'
import { customerOf } from '../customers/customer.ts'
import { missing, refuse } from '../errors.ts'
import { createdWithin, expand, page, paging } from '../http/list.ts'
import { get, post, remove } from '../http/route.ts'
import {
  boolean,
  decimal,
  emptyable,
  hash,
  integer,
  metadata,
  oneOf,
  positive,
  required,
  takes,
  text,
  unsimulatedAll,
} from '../http/shape.ts'
import { checkDraft, invoiceOf } from '../invoices/invoice.ts'
import { lineOfItem, newLine } from '../invoices/line.ts'
import { refreshTotals } from '../invoices/totals.ts'
import { mergeMetadata } from '../metadata.ts'
import type { InvoiceItem } from '../wire.ts'
import type { Work } from '../work.ts'
import { costOf, newItem } from './item.ts'

const behavior = oneOf('exclusive', 'inclusive', 'unspecified')
const common = {
  ...expand,
  amount: integer,
  description: emptyable(text),
  discountable: boolean,
  metadata,
  period: hash({ end: required(integer), start: required(integer) }),
  price_data: hash(
    takes<Stripe.InvoiceItemCreateParams.PriceData>()({
      currency: required(text),
      product: required(text),
      tax_behavior: behavior,
      unit_amount: integer,
      unit_amount_decimal: decimal,
    }),
  ),
  pricing: hash({ price: text }),
  quantity: positive,
  tax_behavior: behavior,
  unit_amount_decimal: decimal,
  ...unsimulatedAll('discounts', 'quantity_decimal', 'tax_code', 'tax_rates'),
}
const update = takes<Stripe.InvoiceItemUpdateParams>()({ ...common, ...unsimulatedAll('invoicing_rules') })
const create = takes<Stripe.InvoiceItemCreateParams>()({
  ...common,
  currency: text,
  customer: text,
  invoice: text,
  ...unsimulatedAll('customer_account', 'subscription'),
})
const listed = takes<Stripe.InvoiceItemListParams>()({
  ...paging,
  ...createdWithin,
  customer: text,
  invoice: text,
  pending: boolean,
  ...unsimulatedAll('customer_account'),
})

function itemOf({ objects }: Work, id: string): InvoiceItem {
  const item = objects.find('invoiceitem', id)
  if (item === undefined) throw missing('invoiceitem', id)
  return item
}

/** The draft that an item is on, if it is on one; on any other invoice it can't be touched. */
function draftOf(work: Work, item: InvoiceItem) {
  if (item.invoice === null) return undefined
  const invoice = invoiceOf(work, item.invoice)
  checkDraft(invoice)
  return invoice
}

export const itemRoutes = [
  post('/v1/invoiceitems', create, (work, params) => {
    const invoice = params.invoice === undefined ? undefined : invoiceOf(work, params.invoice)
    if (invoice !== undefined) checkDraft(invoice)
    const customer = params.customer ?? invoice?.customer
    if (customer === undefined || customer === null)
      throw refuse('Missing required param: customer.', 'parameter_missing', 'customer')
    const { id } = customerOf(work, customer)
    if (invoice !== undefined && invoice.customer !== id)
      throw refuse('The invoice is of another customer.', undefined, 'invoice')
    const cost = costOf(work, params, invoice?.currency ?? 'usd')
    if (invoice !== undefined && invoice.currency !== cost.currency)
      throw refuse(
        `The invoice is in ${invoice.currency}, the item in ${cost.currency}.`,
        undefined,
        'currency',
      )
    const details = { ...params, customer: id, invoice: invoice?.id ?? null }
    const item = newItem(work, { ...details, metadata: mergeMetadata({}, params.metadata) }, cost)
    work.emit('invoiceitem.created', item)
    if (invoice !== undefined) {
      newLine(work, invoice, item)
      refreshTotals(work, invoice)
    }
    return item
  }),

  get('/v1/invoiceitems', listed, (work, { customer, invoice, pending, ...params }) => {
    const where = { customer, invoice: pending === true ? null : invoice }
    return page(work, 'invoiceitem', '/v1/invoiceitems', params, { where })
  }),

  get('/v1/invoiceitems/:id', expand, (work, _params, id) => itemOf(work, id)),

  post('/v1/invoiceitems/:id', update, (work, params, id) => {
    const item = itemOf(work, id)
    const invoice = draftOf(work, item)
    const { amount, price_data, pricing, quantity, unit_amount_decimal } = params
    if ([amount, price_data, pricing, quantity, unit_amount_decimal].some((given) => given !== undefined)) {
      const unit = item.pricing?.unit_amount_decimal ?? '0'
      const stays = amount === undefined && price_data === undefined && pricing === undefined
      const cost = costOf(
        work,
        { ...params, ...(stays ? { unit_amount_decimal: unit_amount_decimal ?? unit } : {}) },
        item.currency,
      )
      const { tax_behavior, ...rest } = cost
      Object.assign(item, rest, { quantity_decimal: String(cost.quantity), net_amount: cost.amount })
      work.objects.hide(item.id, { tax_behavior })
    }
    if (params.description !== undefined) item.description = params.description
    if (params.period !== undefined) item.period = params.period
    item.metadata = mergeMetadata(item.metadata, params.metadata)
    work.objects.save(item)
    const line = lineOfItem(work, item)
    if (invoice !== undefined && line !== undefined) {
      work.objects.delete(line.id)
      newLine(work, invoice, item)
      refreshTotals(work, invoice)
    }
    return item
  }),

  remove('/v1/invoiceitems/:id', {}, (work, _params, id) => {
    const item = itemOf(work, id)
    const invoice = draftOf(work, item)
    const line = lineOfItem(work, item)
    work.emit('invoiceitem.deleted', item)
    if (line !== undefined) work.objects.delete(line.id)
    work.objects.delete(id)
    if (invoice !== undefined) refreshTotals(work, invoice)
    return { id, object: 'invoiceitem', deleted: true }
  }),
]
