import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import { SubscriptionWire, subscriptionAnswer } from './convert-subscription.ts'
import * as examples from './examples-subscriptions.ts'
import { presentSubscription, SubscriptionPath } from './subscription-path.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/subscriptions/:subscription',
  id: 'get_subscription',
  summary: 'Get a subscription',
  description:
    'The `period` is what was paid last; the `month` is the one whose credits were given last, and at `resets_at` the ' +
    'next ones come. `next_charge` is what the next bill comes to without taxes, with what is `pending` for then. ' +
    'Where a renewal was declined it is `past_due` and is tried again at `next_attempt_at`.',
  tags: ['Subscriptions'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: SubscriptionPath,
  example: { params: { account: 'team_acme', subscription: examples.subscription.id } },
  success: { schema: SubscriptionWire, example: examples.subscription },
  refusals: ['account_not_found', 'subscription_not_found'],
  async handler(call) {
    const subscription = await presentSubscription(call)
    if (isRefusal(subscription)) return subscription
    return subscriptionAnswer(call.store.registry, subscription, call.now)
  },
})
