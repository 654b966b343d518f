import Type from 'typebox'
import { takeCancelBack } from '../../core/subscriptions/end.ts'
import { route } from '../../http/route.ts'
import { everybody } from './actor.ts'
import { EndingWire } from './convert-ending.ts'
import { endOrGoOn } from './end-or-go-on.ts'
import * as examples from './examples-subscription.ts'

export default route({
  method: 'POST',
  path: '/api/v1/billing/subscription/resume',
  id: 'neo_resume_subscription',
  summary: 'Take a cancellation back',
  description: "Scrip's addition to this face. Works until the subscription has ended.",
  tags: ['Neo subscriptions'],
  allow: everybody,
  body: Type.Object({}),
  bodyOptional: true,
  example: { body: {} },
  success: { schema: EndingWire, example: examples.goingOn },
  refusals: ['subscription_not_found', 'subscription_not_active', 'idempotency_key_reused'],
  idempotent: true,
  handler: (call) => endOrGoOn(call, 'take a cancellation back', takeCancelBack),
})
