import { lineItemsOf } from '../checkout/line-items.ts'
import { ApiError } from '../errors.ts'
import { paymentsOf } from '../invoices/settle.ts'
import type { Invoice, Session } from '../wire.ts'
import type { Work } from '../work.ts'
import { inner } from './list.ts'

type Json = Record<string, unknown>

const DEEPEST = 4

/** What of which kind can be asked for whole; all else that is asked for is refused. */
const EXPANDABLE: Record<string, readonly string[]> = {
  balance_transaction: ['source'],
  charge: [
    'balance_transaction',
    'customer',
    'failure_balance_transaction',
    'payment_intent',
    'refunds',
    'review',
  ],
  'checkout.session': ['customer', 'invoice', 'line_items', 'payment_intent', 'setup_intent'],
  customer: ['default_source', 'sources', 'subscriptions', 'tax'],
  'customer.invoice_settings': ['default_payment_method'],
  dispute: ['charge', 'payment_intent'],
  invoice: ['confirmation_secret', 'customer', 'default_payment_method', 'discounts', 'payments'],
  invoice_payment: ['invoice'],
  'invoice_payment.payment': ['payment_intent', 'charge'],
  invoiceitem: ['customer', 'invoice'],
  item: [],
  'item.price': ['product'],
  line_item: [],
  'line_item.pricing.price_details': ['price'],
  payment_intent: ['customer', 'latest_charge', 'payment_method', 'review'],
  payment_method: ['customer'],
  price: ['product'],
  product: ['default_price'],
  refund: [
    'balance_transaction',
    'charge',
    'customer',
    'failure_balance_transaction',
    'payment_intent',
    'payment_method',
  ],
  setup_intent: ['customer', 'latest_attempt', 'mandate', 'payment_method'],
}

/** Answers a copy of an object with what was asked for put in place of its ids; the object itself where that is nothing. */
export function expanded(work: Work, object: object, paths: readonly string[]): object {
  if (paths.length === 0) return object
  const copy = structuredClone(object) as Json
  for (const path of paths) {
    const parts = path.split('.')
    if (parts.length > DEEPEST)
      throw wrong(`You cannot expand more than ${DEEPEST} levels of a property: ${path}.`)
    follow(work, copy, parts, path, '')
  }
  return copy
}

function follow(work: Work, place: unknown, parts: readonly string[], path: string, within: string): void {
  const [name, ...rest] = parts
  if (name === undefined || place === null) return
  if (Array.isArray(place)) {
    for (const item of place) follow(work, item, parts, path, within)
    return
  }
  if (typeof place !== 'object') throw wrong(`This property cannot be expanded (${path}).`)
  const holder = place as Json
  const kind = typeof holder.object === 'string' && holder.object !== 'list' ? holder.object : within
  if (EXPANDABLE[kind]?.includes(name) && !(name in holder && typeof holder[name] === 'object'))
    holder[name] = whole(work, holder, name)
  else if (!(name in holder)) throw wrong(`This property cannot be expanded (${path}).`)
  const value = holder[name]
  if (rest.length === 0 && (value === null || typeof value === 'object')) return
  if (typeof value === 'string' || typeof value === 'number')
    throw wrong(`This property cannot be expanded (${path}).`)
  follow(work, value, rest, path, `${kind}.${name}`)
}

function whole(work: Work, holder: Json, name: string): unknown {
  const included = INCLUDED[`${holder.object}.${name}`]
  if (included !== undefined) return structuredClone(included(work, holder))
  const id = holder[name]
  return typeof id === 'string' ? structuredClone(work.objects.any(id) ?? id) : (id ?? null)
}

/** What isn't shown at all unless it is asked for. */
const INCLUDED: Record<string, (work: Work, holder: Json) => unknown> = {
  'charge.refunds': ({ objects }, { id }) =>
    inner(objects.all('refund', { charge: String(id) }).reverse(), `/v1/charges/${id}/refunds`),
  'checkout.session.line_items': (work, { id }) => {
    const session = work.objects.find('checkout.session', String(id)) as Session
    return inner(lineItemsOf(work, session), `/v1/checkout/sessions/${id}/line_items`)
  },
  'customer.sources': (_work, { id }) => inner([], `/v1/customers/${id}/sources`),
  'customer.subscriptions': (_work, { id }) => inner([], `/v1/customers/${id}/subscriptions`),
  'customer.tax': () => ({
    automatic_tax: 'unrecognized_location',
    ip_address: null,
    location: null,
    provider: 'stripe',
  }),
  'invoice.confirmation_secret': ({ objects }, { id }) => {
    const intent = objects.find('payment_intent', String(objects.hidden(String(id)).payment_intent))
    return intent === undefined ? null : { client_secret: intent.client_secret, type: 'payment_intent' }
  },
  'invoice.payments': (work, holder) => {
    const { id } = holder as unknown as Invoice
    return inner(paymentsOf(work, id), `/v1/invoice_payments?invoice=${id}`)
  },
}

const wrong = (message: string) =>
  new ApiError(400, { type: 'invalid_request_error', message, param: 'expand' })
