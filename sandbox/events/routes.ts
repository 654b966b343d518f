import type Stripe from 'stripe'
import { missing } from '../errors.ts'
import { createdWithin, expand, page, paging } from '../http/list.ts'
import { get } from '../http/route.ts'
import { boolean, list, takes, text } from '../http/shape.ts'

const listed = takes<Stripe.EventListParams>()({
  ...paging,
  ...createdWithin,
  delivery_success: boolean,
  type: text,
  types: list(text),
})

export const eventRoutes = [
  get('/v1/events', listed, (work, { delivery_success, type, types, ...params }) => {
    // An event has one pending webhook until one was taken.
    const pending = delivery_success === undefined ? undefined : Number(!delivery_success)
    const where = { type, pending_webhooks: pending }
    return page(work, 'event', '/v1/events', params, { where, ...(types === undefined ? {} : { types }) })
  }),

  get('/v1/events/:id', expand, ({ objects }, _params, id) => {
    const event = objects.find('event', id)
    if (event === undefined) throw missing('event', id)
    return event
  }),
]
