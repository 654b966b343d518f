import Type from 'typebox'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { Id, strict } from '../fields.ts'
import { PageOf, pageOf, pageRequest, pageWithin, paging } from '../page.ts'
import { KeyWire, keyWire } from './convert-key.ts'

export default route({
  method: 'GET',
  path: '/v1/keys',
  id: 'list_keys',
  summary: 'List API keys',
  description:
    'Without secrets. An account sees its own keys; the operator sees all, or those of one account.',
  tags: ['Keys'],
  allow: ['operator', 'admin'],
  account: { in: 'query', name: 'account' },
  query: Type.Object({ ...paging, account: Type.Optional(Id) }, strict),
  example: { query: { account: 'team_acme' } },
  success: { schema: PageOf(KeyWire), example: { items: [examples.key], next_cursor: null } },
  refusals: ['account_not_found'],
  async handler({ store, caller, query }) {
    const account = caller.account ?? query.account ?? null
    const page = await store.registry.keys(account, pageRequest(query))
    return account === null ? pageOf(page, keyWire) : pageWithin(store, account, page, keyWire)
  },
})
