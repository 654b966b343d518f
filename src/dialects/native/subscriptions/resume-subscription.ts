import { isRefusal } from '../../../core/refusal.ts'
import { takeCancelBack } from '../../../core/subscriptions/end.ts'
import { route } from '../../../http/route.ts'
import { SubscriptionWire, subscriptionAnswer } from './convert-subscription.ts'
import * as examples from './examples-subscriptions.ts'
import { SubscriptionPath } from './subscription-path.ts'

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/subscriptions/:subscription/resume',
  id: 'resume_subscription',
  summary: 'Take a cancellation back',
  description:
    'A subscription that was to end with its period goes on after all. One that has ended can not be brought back.',
  tags: ['Subscriptions'],
  allow: ['operator', 'admin', 'buyer'],
  params: SubscriptionPath,
  example: { params: { account: 'team_acme', subscription: examples.subscription.id } },
  success: { schema: SubscriptionWire, example: examples.subscription },
  refusals: [
    'account_not_found',
    'subscription_not_found',
    'subscription_not_active',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { account, subscription } = call.params
    const about = { account, subscription, once: call.onceRequest(account) }
    const done = await takeCancelBack(call.buying, about, call.now)
    if (isRefusal(done)) return done
    call.replayed = done.replayed
    return subscriptionAnswer(call.store.registry, done.subscription, call.now)
  },
})
