import Type from 'typebox'
import { isRefusal } from '../../../core/refusal.ts'
import { resend } from '../../../core/webhooks/resend.ts'
import { route } from '../../../http/route.ts'
import { Id } from '../fields.ts'
import { DeliveryWire, deliveryWire } from './convert-webhook.ts'
import * as examples from './examples-of-webhooks.ts'

export default route({
  method: 'POST',
  path: '/v1/webhook-deliveries/:delivery/resend',
  id: 'resend_webhook_delivery',
  summary: 'Send a webhook once more',
  description:
    'At once, whatever became of it before, with its attempts counted anew. It keeps its `webhook-id`, so a receiver ' +
    'that had it can tell.',
  tags: ['Webhooks'],
  allow: ['operator'],
  params: Type.Object({ delivery: Id }),
  example: { params: { delivery: examples.delivery.id } },
  success: { schema: DeliveryWire, example: examples.resent },
  refusals: [
    'webhook_delivery_not_found',
    'webhook_endpoint_not_found',
    'webhook_endpoint_inactive',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const answer = await call.once('', (registry) => resend(registry, { id: call.params.delivery }))
    return isRefusal(answer) ? answer : deliveryWire(answer)
  },
})
