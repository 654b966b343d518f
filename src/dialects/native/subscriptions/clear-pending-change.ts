import { isRefusal } from '../../../core/refusal.ts'
import { clearPending } from '../../../core/subscriptions/end.ts'
import { route } from '../../../http/route.ts'
import { SubscriptionWire, subscriptionAnswer } from './convert-subscription.ts'
import * as examples from './examples-subscriptions.ts'
import { SubscriptionPath } from './subscription-path.ts'

export default route({
  method: 'DELETE',
  path: '/v1/accounts/:account/subscriptions/:subscription/pending',
  id: 'clear_pending_change',
  summary: 'Take a pending change back',
  description:
    'What was to change at the next renewal stays as it is. Where nothing was pending nothing happens.',
  tags: ['Subscriptions'],
  allow: ['operator', 'admin', 'buyer'],
  params: SubscriptionPath,
  example: { params: { account: 'team_acme', subscription: examples.subscription.id } },
  success: { schema: SubscriptionWire, example: examples.subscription },
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
    const about = { account, subscription, once: call.onceRequest(account) }
    const done = await clearPending(call.buying, about, call.now)
    if (isRefusal(done)) return done
    call.replayed = done.replayed
    return subscriptionAnswer(call.store.registry, done.subscription, call.now)
  },
})
