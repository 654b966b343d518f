import { isRefusal } from '../../../core/refusal.ts'
import { removeEndpoint } from '../../../core/webhooks/remove-endpoint.ts'
import { route } from '../../../http/route.ts'
import { EndpointPath, EndpointWire, endpointWire } from './convert-webhook.ts'
import * as examples from './examples-of-webhooks.ts'

export default route({
  method: 'DELETE',
  path: '/v1/webhook-endpoints/:endpoint',
  id: 'delete_webhook_endpoint',
  summary: 'Take a webhook endpoint away',
  description: 'Answers what it was. What waited for it is not sent any more.',
  tags: ['Webhooks'],
  allow: ['operator'],
  params: EndpointPath,
  example: { params: { endpoint: examples.endpoint.id } },
  success: { schema: EndpointWire, example: examples.endpoint },
  refusals: ['webhook_endpoint_not_found', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const answer = await call.once('', (registry) => removeEndpoint(registry, { id: call.params.endpoint }))
    return isRefusal(answer) ? answer : endpointWire(answer)
  },
})
