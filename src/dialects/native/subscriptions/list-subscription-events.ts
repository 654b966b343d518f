import Type from 'typebox'
import { noSubscription } from '../../../core/subscriptions/not-found.ts'
import { route } from '../../../http/route.ts'
import { strict } from '../fields.ts'
import { PageOf, pageOf, pageRequest, paging } from '../page.ts'
import { SubscriptionEventWire, subscriptionEventWire } from './convert-subscription-event.ts'
import * as examples from './examples-subscriptions.ts'
import { SubscriptionPath } from './subscription-path.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/subscriptions/:subscription/events',
  id: 'list_subscription_events',
  summary: 'List what happened to a subscription',
  description: 'Newest first: what was paid, granted, changed and tried in vain, and which bill it was.',
  tags: ['Subscriptions'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: SubscriptionPath,
  query: Type.Object(paging, strict),
  example: { params: { account: 'team_acme', subscription: examples.subscription.id } },
  success: { schema: PageOf(SubscriptionEventWire), example: { items: [examples.event], next_cursor: null } },
  refusals: ['account_not_found', 'subscription_not_found'],
  async handler({ store: { registry }, params: { account, subscription: id }, query }) {
    const subscription = await registry.subscription(account, id)
    if (!subscription) return noSubscription(account, id)
    const page = await registry.subscriptionEvents(account, id, pageRequest(query))
    return pageOf(page, subscriptionEventWire(subscription))
  },
})
