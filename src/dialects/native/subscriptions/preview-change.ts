import Type from 'typebox'
import { isRefusal, Refused } from '../../../core/refusal.ts'
import { noSubscription } from '../../../core/subscriptions/not-found.ts'
import { inPlan } from '../../../core/subscriptions/plan.ts'
import { previewOf } from '../../../core/subscriptions/preview-of-change.ts'
import { route } from '../../../http/route.ts'
import { strict } from '../fields.ts'
import { ChangeWire, changeWire } from './convert-change.ts'
import * as examples from './examples-subscriptions.ts'
import { SubscriptionPath } from './subscription-path.ts'
import { changedTerms, changedTermsIn } from './subscription-terms.ts'

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/subscriptions/:subscription/preview',
  id: 'preview_change',
  summary: 'Ask what a change would cost',
  description:
    'What is left out stays as it is, or as `pending` says. Says exactly what the same change then does: an `upgrade` at once, for its share ' +
    'of the days that are left; a `downgrade`, a `cycle_switch` or a `plan_switch` at the renewal, for nothing now. ' +
    'Charges nothing.',
  tags: ['Subscriptions'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: SubscriptionPath,
  body: Type.Object(changedTermsIn, strict),
  example: {
    params: { account: 'team_acme', subscription: examples.subscription.id },
    body: { seats: 5 },
  },
  success: { schema: ChangeWire, example: examples.upgrade },
  refusals: [
    'account_not_found',
    'subscription_not_found',
    'subscription_not_active',
    'subscription_ends',
    'plan_not_offered',
    'amount_too_small',
    'seats_out_of_range',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { account, subscription } = call.params
    const terms = changedTerms(call.body)
    const preview = await previewOf(call.buying, { account, subscription, terms }, call.now)
    // Under a key the first answer stays, though another day would cost something else.
    const answer = await call.once(account, async () => {
      if (isRefusal(preview)) throw new Refused(preview)
      return preview
    })
    if (isRefusal(answer)) return answer
    const known = await call.store.registry.subscription(account, subscription)
    if (!known) return noSubscription(account, subscription)
    return changeWire({ ...answer, terms: inPlan(known.terms.plan, answer.terms) })
  },
})
