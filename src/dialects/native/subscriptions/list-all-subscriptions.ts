import Type from 'typebox'
import { route } from '../../../http/route.ts'
import { strict } from '../fields.ts'
import { PageOf, pageRequest, paging } from '../page.ts'
import { Status, SubscriptionWire, subscriptionsPage } from './convert-subscription.ts'
import * as examples from './examples-subscriptions.ts'

export default route({
  method: 'GET',
  path: '/v1/subscriptions',
  id: 'list_all_subscriptions',
  summary: 'List the subscriptions of all accounts',
  description: 'Newest first. `past_due` are those whose renewal is not paid.',
  tags: ['Subscriptions'],
  allow: ['operator'],
  query: Type.Object({ ...paging, status: Type.Optional(Status) }, strict),
  example: { query: { status: 'past_due' } },
  success: {
    schema: PageOf(SubscriptionWire),
    example: { items: [{ ...examples.subscription, status: 'past_due', attempts: 1 }], next_cursor: null },
  },
  async handler({ store: { registry }, query, now }) {
    const page = await registry.subscriptions(null, query.status ?? null, pageRequest(query))
    return subscriptionsPage(registry, page, now)
  },
})
