import { noEndpoint } from '../../../core/webhooks/endpoint.ts'
import { route } from '../../../http/route.ts'
import { EndpointPath, EndpointWire, endpointWire } from './convert-webhook.ts'
import * as examples from './examples-of-webhooks.ts'

export default route({
  method: 'GET',
  path: '/v1/webhook-endpoints/:endpoint',
  id: 'get_webhook_endpoint',
  summary: 'Get a webhook endpoint',
  tags: ['Webhooks'],
  allow: ['operator'],
  params: EndpointPath,
  example: { params: { endpoint: examples.endpoint.id } },
  success: { schema: EndpointWire, example: examples.endpoint },
  refusals: ['webhook_endpoint_not_found'],
  async handler({ store: { registry }, params: { endpoint: id } }) {
    const endpoint = await registry.endpoint(id)
    return endpoint ? endpointWire(endpoint) : noEndpoint(id)
  },
})
