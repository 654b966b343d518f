import Type from 'typebox'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { AccountPath, strict } from '../fields.ts'
import { PageOf, pageRequest, pageWithin, paging } from '../page.ts'
import { MemberWire, memberWire } from './convert-account.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/members',
  id: 'list_members',
  summary: "List an account's members",
  tags: ['Members'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: AccountPath,
  query: Type.Object(paging, strict),
  example: { params: { account: 'team_acme' } },
  success: { schema: PageOf(MemberWire), example: { items: [examples.member], next_cursor: null } },
  refusals: ['account_not_found'],
  async handler({ store, params: { account }, query }) {
    const page = await store.registry.members(account, pageRequest(query))
    return pageWithin(store, account, page, memberWire)
  },
})
