import Type from 'typebox'
import { route } from '../../http/route.ts'
import { AccountWire, accountWire } from './convert-account.ts'
import * as examples from './examples.ts'
import { strict, Text } from './fields.ts'
import { PageOf, pageOf, pageRequest, paging } from './page.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts',
  id: 'list_accounts',
  summary: 'List accounts',
  tags: ['Accounts'],
  allow: ['operator'],
  query: Type.Object({ ...paging, search: Type.Optional(Text(100)) }, strict),
  success: { schema: PageOf(AccountWire), example: { items: [examples.account], next_cursor: null } },
  async handler({ store, query }) {
    const page = await store.registry.accounts(pageRequest(query), query.search ?? null)
    return pageOf(page, accountWire)
  },
})
