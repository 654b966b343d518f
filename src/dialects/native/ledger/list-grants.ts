import Type from 'typebox'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { AccountPath, Id, strict } from '../fields.ts'
import { PageOf, pageRequest, pageWithin, paging } from '../page.ts'
import { GrantStateWire, GrantWire, grantWire } from './convert-grant.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/grants',
  id: 'list_grants',
  summary: "List an account's grants",
  description:
    'Newest first. With a filter, 50,000 grants are looked through for a page at most: it may be short, or empty, and ' +
    '`next_cursor` goes on. Those that are open or scheduled are found among the closed ones without looking.',
  tags: ['Grants'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: AccountPath,
  query: Type.Object(
    { ...paging, credit_type: Type.Optional(Id), state: Type.Optional(GrantStateWire) },
    strict,
  ),
  example: { params: { account: 'team_acme' }, query: { credit_type: 'agent' } },
  success: { schema: PageOf(GrantWire), example: { items: [examples.grant], next_cursor: null } },
  refusals: ['account_not_found'],
  async handler({ store, params: { account }, query, now }) {
    const { credit_type = null, state = null } = query
    const page = await store.ledger.grants(account, { credit_type, state }, pageRequest(query), now)
    return pageWithin(store, account, page, grantWire)
  },
})
