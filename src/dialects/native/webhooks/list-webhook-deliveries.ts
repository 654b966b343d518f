import Type from 'typebox'
import { route } from '../../../http/route.ts'
import { Id, strict } from '../fields.ts'
import { PageOf, pageOf, pageRequest, paging } from '../page.ts'
import { DeliveryWire, deliveryWire, State } from './convert-webhook.ts'
import * as examples from './examples-of-webhooks.ts'

export default route({
  method: 'GET',
  path: '/v1/webhook-deliveries',
  id: 'list_webhook_deliveries',
  summary: 'List what was told, or waits to be',
  description:
    'Newest first. One is `waiting` until it was taken, and `failed` after ten attempts. They are kept for 30 days.',
  tags: ['Webhooks'],
  allow: ['operator'],
  query: Type.Object({ ...paging, endpoint: Type.Optional(Id), state: Type.Optional(State) }, strict),
  example: { query: { endpoint: examples.endpoint.id, state: 'waiting' } },
  success: { schema: PageOf(DeliveryWire), example: { items: [examples.delivery], next_cursor: null } },
  async handler({ store, query }) {
    const { endpoint = null, state = null } = query
    const page = await store.registry.deliveries({ endpoint, state }, pageRequest(query))
    return pageOf(page, deliveryWire)
  },
})
