import Type from 'typebox'
import { isRefusal } from '../../../core/refusal.ts'
import { changeEndpoint } from '../../../core/webhooks/change-endpoint.ts'
import { route } from '../../../http/route.ts'
import { strict } from '../fields.ts'
import { EndpointPath, EndpointUrlIn, EndpointWire, endpointWire, TypesIn } from './convert-webhook.ts'
import * as examples from './examples-of-webhooks.ts'

export default route({
  method: 'PATCH',
  path: '/v1/webhook-endpoints/:endpoint',
  id: 'update_webhook_endpoint',
  summary: 'Change a webhook endpoint',
  description:
    'What is left out stays as it is. While it is switched off nothing is sent, and what happens is not kept for it; ' +
    'what waited before is sent once it is on again.',
  tags: ['Webhooks'],
  allow: ['operator'],
  params: EndpointPath,
  body: Type.Object(
    {
      url: Type.Optional(EndpointUrlIn),
      types: Type.Optional(TypesIn),
      active: Type.Optional(Type.Boolean()),
    },
    strict,
  ),
  example: { params: { endpoint: examples.endpoint.id }, body: { active: false } },
  success: { schema: EndpointWire, example: { ...examples.endpoint, active: false } },
  refusals: ['webhook_endpoint_not_found', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { url, types, active } = call.body
    const input = { id: call.params.endpoint, url, types, active }
    const answer = await call.once('', (registry) => changeEndpoint(registry, input, call.now))
    return isRefusal(answer) ? answer : endpointWire(answer)
  },
})
