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
  path: '/api/v1/billing/purchase',
  id: 'neo_purchase',
  summary: 'Estimate or buy credits',
  description:
    '`estimate` changes nothing. `purchase` charges a saved card at once, and without one answers a hosted page, ' +
    'which saves the card that it is paid with. Where a payment is pending, the same call again asks for it and ' +
    'charges nothing twice.',
  tags: ['Neo'],
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
