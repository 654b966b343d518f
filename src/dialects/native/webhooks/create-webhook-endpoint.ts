import Type from 'typebox'
import { isRefusal } from '../../../core/refusal.ts'
import { createEndpoint } from '../../../core/webhooks/create-endpoint.ts'
import { route } from '../../../http/route.ts'
import { strict } from '../fields.ts'
import { EndpointUrlIn, EndpointWithSecretWire, endpointWithSecretWire, TypesIn } from './convert-webhook.ts'
import * as examples from './examples-of-webhooks.ts'

export default route({
  method: 'POST',
  path: '/v1/webhook-endpoints',
  id: 'create_webhook_endpoint',
  summary: 'Create a webhook endpoint',
  description:
    'Where your product is told what happens from then on: every step of a purchase and whatever happens to a ' +
    'subscription, or the `types` of it that you name. It is an https URL, or http to localhost. Each request is ' +
    'signed with the secret, as Standard Webhooks says; the secret is in this answer and nowhere else.',
  tags: ['Webhooks'],
  allow: ['operator'],
  body: Type.Object(
    { url: EndpointUrlIn, types: Type.Optional(TypesIn), active: Type.Optional(Type.Boolean()) },
    strict,
  ),
  example: { body: { url: examples.endpoint.url, types: examples.endpoint.types } },
  success: { status: 201, schema: EndpointWithSecretWire, example: examples.endpointWithSecret },
  refusals: ['webhook_endpoint_limit', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { url, types = null, active = true } = call.body
    const input = { url, types, active, mint: call.ports.secrets.mint }
    const answer = await call.once('', (registry) =>
      createEndpoint(registry, input, call.now, call.ports.ids),
    )
    return isRefusal(answer) ? answer : endpointWithSecretWire(answer)
  },
})
