import type Stripe from 'stripe'
import { createdWithin, expand, paging } from '../http/list.ts'
import {
  boolean,
  emptyable,
  hash,
  ignored,
  integer,
  list,
  metadata,
  oneOf,
  positive,
  required,
  takes,
  text,
  unsimulatedAll,
} from '../http/shape.ts'

export const updateShape = takes<Stripe.InvoiceUpdateParams>()({
  ...expand,
  auto_advance: boolean,
  automatic_tax: hash({ enabled: required(boolean), ...unsimulatedAll('liability') }),
  collection_method: oneOf('charge_automatically', 'send_invoice'),
  custom_fields: emptyable(list(hash({ name: required(text), value: required(text) }))),
  days_until_due: positive,
  default_payment_method: emptyable(text),
  description: emptyable(text),
  due_date: integer,
  footer: emptyable(text),
  metadata,
  number: text,
  payment_settings: hash({
    payment_method_types: ignored,
    payment_method_options: ignored,
    default_mandate: ignored,
  }),
  rendering: ignored,
  statement_descriptor: text,
  ...unsimulatedAll(
    'account_tax_ids',
    'application_fee_amount',
    'automatically_finalizes_at',
    'default_source',
  ),
  ...unsimulatedAll(
    'default_tax_rates',
    'discounts',
    'effective_at',
    'issuer',
    'on_behalf_of',
    'shipping_cost',
  ),
  ...unsimulatedAll('shipping_details', 'transfer_data'),
})
export const createShape = takes<Stripe.InvoiceCreateParams>()({
  ...updateShape,
  currency: text,
  customer: required(text),
  pending_invoice_items_behavior: oneOf('exclude', 'include'),
  ...unsimulatedAll('customer_account', 'from_invoice', 'subscription'),
})
const status = oneOf('draft', 'open', 'paid', 'uncollectible', 'void')
const collection = oneOf('charge_automatically', 'send_invoice')
export const listShape = takes<Stripe.InvoiceListParams>()({
  ...paging,
  ...createdWithin,
  collection_method: collection,
  customer: text,
  status,
  ...unsimulatedAll('customer_account', 'due_date', 'subscription'),
})
export const payShape = takes<Stripe.InvoicePayParams>()({
  ...expand,
  off_session: boolean,
  paid_out_of_band: boolean,
  payment_method: text,
  ...unsimulatedAll('forgive', 'mandate', 'source'),
})
export const attachShape = takes<Stripe.InvoiceAttachPaymentParams>()({
  ...expand,
  payment_intent: required(text),
  ...unsimulatedAll('payment_record'),
})
