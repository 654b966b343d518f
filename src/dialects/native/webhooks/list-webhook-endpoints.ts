import { route } from '../../../http/route.ts'
import { PageOf, pageOf } from '../page.ts'
import { EndpointWire, endpointWire } from './convert-webhook.ts'
import * as examples from './examples-of-webhooks.ts'

export default route({
  method: 'GET',
  path: '/v1/webhook-endpoints',
  id: 'list_webhook_endpoints',
  summary: 'List webhook endpoints',
  description: 'All of them, oldest first, without secrets.',
  tags: ['Webhooks'],
  allow: ['operator'],
  success: { schema: PageOf(EndpointWire), example: { items: [examples.endpoint], next_cursor: null } },
  async handler({ store: { registry } }) {
    return pageOf({ items: await registry.endpoints(), next: null }, endpointWire)
  },
})
