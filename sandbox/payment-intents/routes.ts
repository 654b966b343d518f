import { customerOf } from '../customers/customer.ts'
import { refuse } from '../errors.ts'
import { expand, page } from '../http/list.ts'
import { get, post } from '../http/route.ts'
import { text } from '../http/shape.ts'
import { mergeMetadata } from '../metadata.ts'
import { checkUsable, methodOf } from '../payment-methods/method.ts'
import { cancelIntent, isCancellable } from './cancel.ts'
import { captureIntent } from './capture.ts'
import { confirmIntent } from './confirm.ts'
import { checkAmount, intentOf, newIntent, unexpectedState } from './intent.ts'
import { cancelShape, captureShape, confirmShape, createShape, listShape, updateShape } from './shapes.ts'

const UPDATED = [
  'allowed_payment_method_types',
  'description',
  'receipt_email',
  'setup_future_usage',
  'statement_descriptor',
  'statement_descriptor_suffix',
] as const

export const intentRoutes = [
  post('/v1/payment_intents', createShape, (work, params) => {
    if (params.customer !== undefined) customerOf(work, params.customer)
    if (params.off_session && !params.confirm)
      throw refuse('off_session needs confirm: true.', undefined, 'off_session')
    const method = params.payment_method === undefined ? undefined : methodOf(work, params.payment_method)
    if (method !== undefined) checkUsable(work, method, params.customer ?? null)
    const { enabled = true, allow_redirects = 'always' } = params.automatic_payment_methods ?? {}
    const intent = newIntent(work, {
      ...params,
      currency: params.currency.toLowerCase(),
      metadata: mergeMetadata({}, params.metadata),
      payment_method: method?.id ?? null,
      automatic_payment_methods: enabled ? { allow_redirects, enabled } : null,
    })
    const chosen = method === undefined ? {} : { payment_method: method.id }
    return params.confirm ? confirmIntent(work, intent, { ...params, ...chosen }) : intent
  }),

  get('/v1/payment_intents', listShape, (work, { customer, ...params }) =>
    page(work, 'payment_intent', '/v1/payment_intents', params, { where: { customer } }),
  ),

  get('/v1/payment_intents/:id', { ...expand, client_secret: text }, (work, _params, id) =>
    intentOf(work, id, 'id'),
  ),

  post('/v1/payment_intents/:id', updateShape, (work, params, id) => {
    const intent = intentOf(work, id, 'id')
    const { amount, currency, customer, payment_method } = params
    if (amount !== undefined || currency !== undefined) {
      if (!isCancellable(intent) || intent.status === 'requires_capture')
        throw unexpectedState(intent, 'update')
      checkAmount(amount ?? intent.amount, currency ?? intent.currency)
      intent.amount = amount ?? intent.amount
      intent.currency = currency ?? intent.currency
    }
    if (customer !== undefined) intent.customer = customerOf(work, customer).id
    if (payment_method !== undefined) {
      const method = methodOf(work, payment_method)
      checkUsable(work, method, intent.customer)
      intent.payment_method = method.id
      if (intent.status === 'requires_payment_method') intent.status = 'requires_confirmation'
    }
    for (const name of UPDATED)
      if (params[name] !== undefined) Object.assign(intent, { [name]: params[name] })
    intent.metadata = mergeMetadata(intent.metadata, params.metadata)
    return work.objects.save(intent)
  }),

  post('/v1/payment_intents/:id/confirm', confirmShape, (work, params, id) =>
    confirmIntent(work, intentOf(work, id, 'id'), params),
  ),

  post('/v1/payment_intents/:id/capture', captureShape, (work, params, id) => {
    const intent = intentOf(work, id, 'id')
    intent.metadata = mergeMetadata(intent.metadata, params.metadata)
    return captureIntent(work, intent, params.amount_to_capture ?? intent.amount_capturable)
  }),

  post('/v1/payment_intents/:id/cancel', cancelShape, (work, params, id) => {
    const intent = intentOf(work, id, 'id')
    if (!isCancellable(intent)) throw unexpectedState(intent, 'cancel')
    if (work.objects.hidden(id).invoice !== null)
      throw refuse(
        'This PaymentIntent belongs to an invoice: void the invoice instead.',
        'payment_intent_unexpected_state',
      )
    return cancelIntent(work, intent, params.cancellation_reason ?? null)
  }),
]
