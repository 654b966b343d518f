import type Stripe from 'stripe'
import { createdWithin, expand, page, paging } from '../http/list.ts'
import { get, post } from '../http/route.ts'
import { emptyable, metadata, takes, text, unsimulatedAll } from '../http/shape.ts'
import { mergeMetadata } from '../metadata.ts'
import { chargeOf } from './charge.ts'

const listed = takes<Stripe.ChargeListParams>()({
  ...paging,
  ...createdWithin,
  customer: text,
  payment_intent: text,
  ...unsimulatedAll('transfer_group'),
})
const update = takes<Stripe.ChargeUpdateParams>()({
  ...expand,
  description: emptyable(text),
  metadata,
  receipt_email: emptyable(text),
  ...unsimulatedAll('customer', 'fraud_details', 'shipping', 'transfer_group'),
})

export const chargeRoutes = [
  get('/v1/charges', listed, (work, { customer, payment_intent, ...params }) =>
    page(work, 'charge', '/v1/charges', params, { where: { customer, payment_intent } }),
  ),

  get('/v1/charges/:id', expand, (work, _params, id) => chargeOf(work, id, 'id')),

  post('/v1/charges/:id', update, (work, params, id) => {
    const charge = chargeOf(work, id, 'id')
    if (params.description !== undefined) charge.description = params.description
    if (params.receipt_email !== undefined) charge.receipt_email = params.receipt_email
    charge.metadata = mergeMetadata(charge.metadata, params.metadata)
    work.objects.save(charge)
    work.emit('charge.updated', charge)
    return charge
  }),
]
