import Type from 'typebox'
import { isRefusal } from '../../core/refusal.ts'
import { previewOf } from '../../core/subscriptions/preview-of-change.ts'
import { route } from '../../http/route.ts'
import { actorOf, everybody } from './actor.ts'
import { PreviewWire, previewWire } from './convert-change.ts'
import * as examples from './examples-subscription.ts'
import { terms } from './fields.ts'
import { subscriptionOf } from './find-subscription.ts'
import { wantedTerms } from './wanted-terms.ts'

export default route({
  method: 'POST',
  path: '/api/v1/billing/subscription/preview',
  id: 'neo_preview_subscription',
  summary: 'See what a change of the subscription would cost and bring',
  description:
    'Charges and changes nothing; the update with the same body does what it says, on the same day.',
  tags: ['Neo subscriptions'],
  allow: everybody,
  body: Type.Partial(Type.Object(terms)),
  example: { body: { seats: 4 } },
  success: { schema: PreviewWire, example: examples.preview },
  refusals: [
    'subscription_not_found',
    'subscription_not_active',
    'subscription_ends',
    'plan_not_offered',
    'amount_too_small',
    'seats_out_of_range',
  ],
  async handler(call) {
    const actor = await actorOf(call)
    if (isRefusal(actor)) return actor
    const { account } = actor
    const known = await subscriptionOf(call.store.registry, account)
    if (isRefusal(known)) return known
    const about = { account: account.id, subscription: known.id, terms: wantedTerms(call.body) }
    const preview = await previewOf(call.buying, about, call.now)
    return isRefusal(preview) ? preview : previewWire(preview)
  },
})
