import { isRefusal } from '../../../core/refusal.ts'
import { ping } from '../../../core/webhooks/ping.ts'
import { route } from '../../../http/route.ts'
import { DeliveryWire, deliveryWire, EndpointPath } from './convert-webhook.ts'
import * as examples from './examples-of-webhooks.ts'

export default route({
  method: 'POST',
  path: '/v1/webhook-endpoints/:endpoint/test',
  id: 'test_webhook_endpoint',
  summary: 'Send a ping to a webhook endpoint',
  description: 'It goes the way that everything goes; the list of deliveries says what became of it.',
  tags: ['Webhooks'],
  allow: ['operator'],
  params: EndpointPath,
  example: { params: { endpoint: examples.endpoint.id } },
  success: { status: 201, schema: DeliveryWire, example: examples.pinged },
  refusals: ['webhook_endpoint_not_found', 'webhook_endpoint_inactive', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const answer = await call.once('', (registry) =>
      ping(registry, { id: call.params.endpoint }, call.now, call.ports.ids),
    )
    return isRefusal(answer) ? answer : deliveryWire(answer)
  },
})
