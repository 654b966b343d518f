import Type from 'typebox'
import { isRefusal } from '../../../core/refusal.ts'
import { cancelAtPeriodEnd, cancelNow } from '../../../core/subscriptions/end.ts'
import { forbid } from '../../../http/refusals.ts'
import { route } from '../../../http/route.ts'
import { nullable, strict, Text } from '../fields.ts'
import { SubscriptionWire, subscriptionAnswer } from './convert-subscription.ts'
import * as examples from './examples-subscriptions.ts'
import { SubscriptionPath } from './subscription-path.ts'

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/subscriptions/:subscription/cancel',
  id: 'cancel_subscription',
  summary: 'Cancel a subscription',
  description:
    'At the `period_end`, unless said otherwise: what is paid stays in force until then, and until then it can be taken ' +
    'back. One that was never paid, or whose renewal is past due, ends at once. `now` is for the operator alone: it ' +
    'gives no money back (refund the bill for that) and takes what is left in the seats. What was topped up stays the ' +
    "account's. The `reason` is kept with what happened.",
  tags: ['Subscriptions'],
  allow: ['operator', 'admin', 'buyer'],
  params: SubscriptionPath,
  body: Type.Object(
    {
      at: Type.Optional(Type.Enum(['period_end', 'now'])),
      reason: Type.Optional(nullable(Text(500))),
    },
    strict,
  ),
  bodyOptional: true,
  example: {
    params: { account: 'team_acme', subscription: examples.subscription.id },
    body: { at: 'period_end' },
  },
  success: { schema: SubscriptionWire, example: examples.ending },
  refusals: [
    'account_not_found',
    'subscription_not_found',
    'subscription_not_active',
    'payment_pending',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { account, subscription } = call.params
    const isNow = call.body.at === 'now'
    if (isNow && call.caller.account !== null) return forbid('Only the operator ends a subscription at once.')
    const { reason = null } = call.body
    const about = { account, subscription, once: call.onceRequest(account), reason }
    const done = await (isNow ? cancelNow : cancelAtPeriodEnd)(call.buying, about, call.now)
    if (isRefusal(done)) return done
    call.replayed = done.replayed
    return subscriptionAnswer(call.store.registry, done.subscription, call.now)
  },
})
