import { isRefusal } from '../../../core/refusal.ts'
import { rotateSecret } from '../../../core/webhooks/rotate-secret.ts'
import { route } from '../../../http/route.ts'
import { LATER } from '../example-instants.ts'
import { EndpointPath, EndpointWithSecretWire, endpointWithSecretWire } from './convert-webhook.ts'
import * as examples from './examples-of-webhooks.ts'

export default route({
  method: 'POST',
  path: '/v1/webhook-endpoints/:endpoint/rotate',
  id: 'rotate_webhook_secret',
  summary: 'Give a webhook endpoint another secret',
  description:
    'The new one is in this answer and nowhere else. For a day every request is signed with both, so that you can ' +
    'change over in your own time.',
  tags: ['Webhooks'],
  allow: ['operator'],
  params: EndpointPath,
  example: { params: { endpoint: examples.endpoint.id } },
  success: {
    schema: EndpointWithSecretWire,
    example: { ...examples.endpointWithSecret, previous_secret_until: LATER },
  },
  refusals: ['webhook_endpoint_not_found', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const input = { id: call.params.endpoint, mint: call.ports.secrets.mint }
    const answer = await call.once('', (registry) => rotateSecret(registry, input, call.now))
    return isRefusal(answer) ? answer : endpointWithSecretWire(answer)
  },
})
