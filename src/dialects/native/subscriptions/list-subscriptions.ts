import Type from 'typebox'
import { noAccount } from '../../../core/accounts/not-found.ts'
import { route } from '../../../http/route.ts'
import { AccountPath, strict } from '../fields.ts'
import { PageOf, pageRequest, paging } from '../page.ts'
import { Status, SubscriptionWire, subscriptionsPage } from './convert-subscription.ts'
import * as examples from './examples-subscriptions.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/subscriptions',
  id: 'list_subscriptions',
  summary: 'List the subscriptions of an account',
  description: 'Newest first, with those that have ended.',
  tags: ['Subscriptions'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: AccountPath,
  query: Type.Object({ ...paging, status: Type.Optional(Status) }, strict),
  example: { params: { account: 'team_acme' }, query: { status: 'active' } },
  success: {
    schema: PageOf(SubscriptionWire),
    example: { items: [examples.subscription], next_cursor: null },
  },
  refusals: ['account_not_found'],
  async handler({ store: { registry }, params: { account }, query, now }) {
    const page = await registry.subscriptions(account, query.status ?? null, pageRequest(query))
    if (page.items.length === 0 && !(await registry.account(account))) return noAccount(account)
    return subscriptionsPage(registry, page, now)
  },
})
