import Type from 'typebox'
import { route } from '../../http/route.ts'
import { everybody } from './actor.ts'
import { PurchaseWire } from './convert-purchase.ts'
import { estimate } from './estimate.ts'
import * as examples from './examples.ts'
import { CardId, PurchasableCredits, redirects } from './fields.ts'
import { purchase, purchaseRefusals } from './purchase.ts'

export default route({
  method: 'POST',
  path: '/api/v1/billing/subscription/topup',
  id: 'neo_topup',
  summary: 'Estimate or buy credits beside the subscription',
  description:
    'The same purchase as by `/api/v1/billing/purchase`, with or without a subscription. Top-ups are used after the ' +
    'credits of the seats, by whoever has no seat or has used it up.',
  tags: ['Neo subscriptions'],
  allow: everybody,
  body: Type.Object({
    action: Type.Enum(['estimate', 'purchase']),
    credits: PurchasableCredits,
    payment_method_id: CardId,
    ...redirects,
  }),
  example: { body: { action: 'purchase', credits: 250 } },
  success: { schema: PurchaseWire, example: examples.charged },
  refusals: purchaseRefusals,
  idempotent: true,
  handler: (call) =>
    call.body.action === 'estimate' ? estimate(call, call.body) : purchase(call, call.body),
})
