import Type from 'typebox'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { strict, Text } from '../fields.ts'
import { PageOf, pageOf, pageRequest, paging } from '../page.ts'
import { AccountWire, accountWire } from './convert-account.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts',
  id: 'list_accounts',
  summary: 'List accounts',
  description:
    "In the order of their ids. `search` finds those whose id, slug or a member's email address begins with it, and " +
    'those in whose name every word of it begins some word; upper and lower case are alike.',
  tags: ['Accounts'],
  allow: ['operator'],
  query: Type.Object({ ...paging, search: Type.Optional(Text(100)) }, strict),
  success: { schema: PageOf(AccountWire), example: { items: [examples.account], next_cursor: null } },
  async handler({ store, query }) {
    const page = await store.registry.accounts(pageRequest(query), query.search ?? null)
    return pageOf(page, accountWire)
  },
})
