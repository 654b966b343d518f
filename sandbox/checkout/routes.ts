import type Stripe from 'stripe'
import { createdWithin, expand, page, paging } from '../http/list.ts'
import { get, post } from '../http/route.ts'
import { hash, metadata, oneOf, required, takes, text, unsimulatedAll } from '../http/shape.ts'
import { mergeMetadata } from '../metadata.ts'
import { createSession, createShape } from './create.ts'
import { expireSession } from './expire.ts'
import { lineItemsOf } from './line-items.ts'
import { sessionOf } from './session.ts'

const listed = takes<Stripe.Checkout.SessionListParams>()({
  ...paging,
  ...createdWithin,
  customer: text,
  customer_details: hash({ email: required(text) }),
  payment_intent: text,
  status: oneOf('complete', 'expired', 'open'),
  ...unsimulatedAll('customer_account', 'payment_link', 'subscription'),
})
const URL = '/v1/checkout/sessions'

export const checkoutRoutes = [
  post(URL, createShape, createSession),

  get(URL, listed, (work, { customer, customer_details, payment_intent, status, ...params }) => {
    const where = { customer, payment_intent, status, 'customer_details.email': customer_details?.email }
    return page(work, 'checkout.session', URL, params, { where })
  }),

  get(`${URL}/:id`, expand, (work, _params, id) => sessionOf(work, id)),

  post(`${URL}/:id`, { ...expand, metadata }, (work, params, id) => {
    const session = sessionOf(work, id)
    session.metadata = mergeMetadata(session.metadata, params.metadata)
    return work.objects.save(session)
  }),

  post(`${URL}/:id/expire`, expand, (work, _params, id) => expireSession(work, sessionOf(work, id))),

  get(`${URL}/:id/line_items`, paging, (work, { limit = 10, starting_after }, id) => {
    const items = lineItemsOf(work, sessionOf(work, id))
    const from = items.findIndex((item) => item.id === starting_after) + 1
    const data = items.slice(from, from + limit)
    return { object: 'list', data, has_more: from + limit < items.length, url: `${URL}/${id}/line_items` }
  }),
]
