import type Stripe from 'stripe'
import { chargeOf } from '../charges/charge.ts'
import { refuse } from '../errors.ts'
import { createdWithin, expand, page, paging } from '../http/list.ts'
import { get, post } from '../http/route.ts'
import { metadata, oneOf, positive, takes, text, unsimulatedAll } from '../http/shape.ts'
import { mergeMetadata } from '../metadata.ts'
import { intentOf } from '../payment-intents/intent.ts'
import type { Charge } from '../wire.ts'
import type { Work } from '../work.ts'
import { refundOf } from './close.ts'
import { newRefund } from './refund.ts'

const create = takes<Stripe.RefundCreateParams>()({
  ...expand,
  amount: positive,
  charge: text,
  metadata,
  payment_intent: text,
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
  ...unsimulatedAll('currency', 'customer', 'instructions_email', 'origin', 'refund_application_fee'),
  ...unsimulatedAll('reverse_transfer'),
})
const listed = takes<Stripe.RefundListParams>()({
  ...paging,
  ...createdWithin,
  charge: text,
  payment_intent: text,
})

/** The charge that either names; of an intent, the one that succeeded. */
export function chargeToRefund(work: Work, by: { charge?: string; payment_intent?: string }): Charge {
  if (by.charge !== undefined && by.payment_intent !== undefined)
    throw refuse(
      'You may only specify one of these parameters: charge, payment_intent.',
      'parameters_exclusive',
    )
  if (by.charge !== undefined) return chargeOf(work, by.charge)
  if (by.payment_intent === undefined)
    throw refuse(
      'One of the following params should be provided for this request: payment_intent or charge.',
      'parameter_missing',
    )
  const { id, latest_charge, status } = intentOf(work, by.payment_intent)
  const charge = latest_charge === null ? undefined : work.objects.find('charge', latest_charge)
  if (charge !== undefined && status === 'succeeded') return charge
  throw refuse(
    `This PaymentIntent (${id}) does not have a successful charge to refund.`,
    'payment_intent_unexpected_state',
    'payment_intent',
  )
}

export const refundRoutes = [
  post('/v1/refunds', create, (work, params) => {
    const charge = chargeToRefund(work, params)
    return newRefund(work, charge, { ...params, metadata: mergeMetadata({}, params.metadata) })
  }),

  get('/v1/refunds', listed, (work, { charge, payment_intent, ...params }) =>
    page(work, 'refund', '/v1/refunds', params, { where: { charge, payment_intent } }),
  ),

  get('/v1/refunds/:id', expand, (work, _params, id) => refundOf(work, id)),

  post('/v1/refunds/:id', { ...expand, metadata }, (work, params, id) => {
    const refund = refundOf(work, id)
    refund.metadata = mergeMetadata(refund.metadata, params.metadata)
    work.objects.save(refund)
    work.emit('refund.updated', refund)
    return refund
  }),
]
