import type Stripe from 'stripe'
import { fullAddress } from '../customers/address.ts'
import { differences } from '../customers/change.ts'
import { customerOf } from '../customers/customer.ts'
import { refuse } from '../errors.ts'
import { expand, page, paging } from '../http/list.ts'
import { get, post } from '../http/route.ts'
import {
  hash,
  integer,
  metadata,
  oneOf,
  type Params,
  required,
  takes,
  text,
  unsimulatedAll,
} from '../http/shape.ts'
import { mergeMetadata } from '../metadata.ts'
import type { PaymentMethod } from '../wire.ts'
import { attach, detach } from './attach.ts'
import { billingField, cardData, createMethod, redisplayField } from './create.ts'
import { methodOf } from './method.ts'

const create = { ...expand, ...cardData, ...unsimulatedAll('customer', 'payment_method', 'radar_options') }
const listed = takes<Stripe.PaymentMethodListParams>()({
  ...paging,
  customer: text,
  type: oneOf('card'),
  allow_redisplay: redisplayField,
  ...unsimulatedAll('customer_account'),
})
const update = takes<Stripe.PaymentMethodUpdateParams>()({
  ...expand,
  allow_redisplay: redisplayField,
  billing_details: billingField,
  card: hash({ exp_month: integer, exp_year: integer, ...unsimulatedAll('networks') }),
  metadata,
  ...unsimulatedAll('us_bank_account'),
})

function change(method: PaymentMethod, params: Params<typeof update>): void {
  const { billing_details: given, card } = params
  if (params.allow_redisplay !== undefined) method.allow_redisplay = params.allow_redisplay
  if (given !== undefined) {
    const { address, ...rest } = given
    Object.assign(
      method.billing_details,
      rest,
      address === undefined ? {} : { address: fullAddress(address ?? {}) },
    )
  }
  if (method.card !== undefined && card !== undefined) Object.assign(method.card, card)
  method.metadata = mergeMetadata(method.metadata, params.metadata)
}

export const methodRoutes = [
  post('/v1/payment_methods', create, createMethod),

  get('/v1/payment_methods', listed, (work, params) => {
    const { customer, type, allow_redisplay } = params
    if (customer !== undefined) customerOf(work, customer)
    const where = { customer: customer ?? null, type, allow_redisplay }
    return page(work, 'payment_method', '/v1/payment_methods', params, { where })
  }),

  get('/v1/payment_methods/:id', expand, (work, _params, id) => methodOf(work, id, 'id')),

  post('/v1/payment_methods/:id', update, (work, params, id) => {
    const method = methodOf(work, id, 'id')
    if (method.customer === null)
      throw refuse('You must save this PaymentMethod to a customer before you can update it.')
    const past = structuredClone(method)
    change(method, params)
    work.objects.save(method)
    const previous = differences(past, method)
    if (Object.keys(previous).length > 0) work.emit('payment_method.updated', method, previous)
    return method
  }),

  post(
    '/v1/payment_methods/:id/attach',
    { ...expand, customer: required(text), ...unsimulatedAll('customer_account') },
    (work, params, id) => attach(work, methodOf(work, id, 'id'), customerOf(work, params.customer)),
  ),

  post('/v1/payment_methods/:id/detach', expand, (work, _params, id) =>
    detach(work, methodOf(work, id, 'id')),
  ),
]
