import { isRefusal, refuse } from '../../../core/refusal.ts'
import { overview } from '../../../core/subscriptions/overview.ts'
import { route } from '../../../http/route.ts'
import { OverviewWire, overviewWire } from '../reports/convert-overview.ts'
import * as examples from './examples-subscriptions.ts'
import { presentSubscription, SubscriptionPath } from './subscription-path.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/subscriptions/:subscription/overview',
  id: 'get_subscription_overview',
  summary: 'Get all that a billing page shows',
  description:
    'The subscription with what this month gave, what of it was used by whom, and what the account topped up beside it. ' +
    'It is about the present: of a subscription in whose place another one has come there is none.',
  tags: ['Subscriptions'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: SubscriptionPath,
  example: { params: { account: 'team_acme', subscription: examples.subscription.id } },
  success: { schema: OverviewWire, example: examples.overview },
  refusals: ['account_not_found', 'subscription_not_found', 'subscription_not_active'],
  async handler(call) {
    const known = await presentSubscription(call)
    if (isRefusal(known)) return known
    const seen = await overview(call.buying, known.account, known.credit_type, call.now)
    if (seen.subscription?.id !== known.id)
      return refuse(
        'subscription_not_active',
        `Another subscription to ${known.credit_type} credits has taken the place of ${known.id}.`,
      )
    return overviewWire(seen.subscription, seen, call.now)
  },
})
