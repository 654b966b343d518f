import Type from 'typebox'
import { cancelAtPeriodEnd } from '../../core/subscriptions/end.ts'
import { route } from '../../http/route.ts'
import { everybody } from './actor.ts'
import { EndingWire } from './convert-ending.ts'
import { endOrGoOn } from './end-or-go-on.ts'
import * as examples from './examples-subscription.ts'

export default route({
  method: 'POST',
  path: '/api/v1/billing/subscription/cancel',
  id: 'neo_cancel_subscription',
  summary: 'Cancel the subscription',
  description:
    'It ends with the period that is paid, and its credits stay until then. One whose first bill is not paid ends at ' +
    'once, and so does one that is past due.',
  tags: ['Neo subscriptions'],
  allow: everybody,
  body: Type.Object({}),
  bodyOptional: true,
  example: { body: {} },
  success: { schema: EndingWire, example: examples.ending },
  refusals: ['subscription_not_found', 'subscription_not_active', 'idempotency_key_reused'],
  idempotent: true,
  handler: (call) => endOrGoOn(call, 'cancel the subscription', cancelAtPeriodEnd),
})
