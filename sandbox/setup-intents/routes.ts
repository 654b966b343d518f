import { customerOf } from '../customers/customer.ts'
import { ApiError, refuse } from '../errors.ts'
import { expand, page } from '../http/list.ts'
import { get, post } from '../http/route.ts'
import { oneOf, type Params, text } from '../http/shape.ts'
import { mergeMetadata } from '../metadata.ts'
import { createMethod } from '../payment-methods/create.ts'
import { methodOf } from '../payment-methods/method.ts'
import type { SetupIntent } from '../wire.ts'
import type { Work } from '../work.ts'
import { setUp } from './confirm.ts'
import { newSetup, setupOf } from './intent.ts'
import { confirmShape, createShape, listShape, updateShape } from './shapes.ts'

function confirmSetup(work: Work, setup: SetupIntent, params: Params<typeof confirmShape>): SetupIntent {
  if (setup.status === 'succeeded' || setup.status === 'canceled')
    throw refuse(
      `You cannot confirm this SetupIntent because it has a status of ${setup.status}.`,
      'setup_intent_unexpected_state',
    )
  const chosen = params.payment_method ?? setup.payment_method
  if (chosen === null && params.payment_method_data === undefined)
    throw refuse(
      "You cannot confirm this SetupIntent because it's missing a payment method.",
      'setup_intent_unexpected_state',
    )
  const method =
    params.payment_method_data === undefined
      ? methodOf(work, chosen ?? '')
      : createMethod(work, params.payment_method_data)
  const done = setUp(work, setup, method, { return_url: params.return_url ?? null })
  if (done.outcome === 'declined') throw new ApiError(402, done.error, { keeps: true })
  return setup
}

export const setupRoutes = [
  post('/v1/setup_intents', createShape, (work, params) => {
    if (params.customer !== undefined) customerOf(work, params.customer)
    const method = params.payment_method === undefined ? undefined : methodOf(work, params.payment_method)
    const { enabled = true, allow_redirects = 'always' } = params.automatic_payment_methods ?? {}
    const setup = newSetup(work, {
      ...params,
      metadata: mergeMetadata({}, params.metadata),
      payment_method: method?.id ?? null,
      automatic_payment_methods: enabled ? { allow_redirects, enabled } : null,
    })
    const chosen = method === undefined ? {} : { payment_method: method.id }
    return params.confirm ? confirmSetup(work, setup, { ...params, ...chosen }) : setup
  }),

  get('/v1/setup_intents', listShape, (work, { customer, payment_method, ...params }) =>
    page(work, 'setup_intent', '/v1/setup_intents', params, { where: { customer, payment_method } }),
  ),

  get('/v1/setup_intents/:id', { ...expand, client_secret: text }, (work, _params, id) =>
    setupOf(work, id, 'id'),
  ),

  post('/v1/setup_intents/:id', updateShape, (work, params, id) => {
    const setup = setupOf(work, id, 'id')
    if (params.customer !== undefined) setup.customer = customerOf(work, params.customer).id
    if (params.description !== undefined) setup.description = params.description
    if (params.payment_method !== undefined) {
      setup.payment_method = methodOf(work, params.payment_method).id
      setup.status = 'requires_confirmation'
    }
    setup.metadata = mergeMetadata(setup.metadata, params.metadata)
    return work.objects.save(setup)
  }),

  post('/v1/setup_intents/:id/confirm', confirmShape, (work, params, id) =>
    confirmSetup(work, setupOf(work, id, 'id'), params),
  ),

  post(
    '/v1/setup_intents/:id/cancel',
    { ...expand, cancellation_reason: oneOf('abandoned', 'duplicate', 'requested_by_customer') },
    (work, params, id) => {
      const setup = setupOf(work, id, 'id')
      if (setup.status === 'succeeded' || setup.status === 'canceled')
        throw refuse(
          `You cannot cancel this SetupIntent because it has a status of ${setup.status}.`,
          'setup_intent_unexpected_state',
        )
      setup.status = 'canceled'
      setup.cancellation_reason = params.cancellation_reason ?? null
      work.objects.save(setup)
      work.emit('setup_intent.canceled', setup)
      return setup
    },
  ),
]
