import Type from 'typebox'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { AccountPath, strict } from '../fields.ts'
import { PageOf, pageRequest, pageWithin, paging } from '../page.ts'
import { HoldWire, holdStatuses, holdWire } from './convert-hold.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/holds',
  id: 'list_holds',
  summary: "List an account's holds",
  description:
    'Newest first. With a filter, 50,000 holds are looked through for a page at most: it may be short, or empty, and ' +
    '`next_cursor` goes on. Those that are open are found without looking.',
  tags: ['Holds'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: AccountPath,
  query: Type.Object({ ...paging, status: Type.Optional(Type.Enum([...holdStatuses])) }, strict),
  example: { params: { account: 'team_acme' }, query: { status: 'open' } },
  success: { schema: PageOf(HoldWire), example: { items: [examples.hold], next_cursor: null } },
  refusals: ['account_not_found'],
  async handler({ store, params: { account }, query, now }) {
    const page = await store.ledger.holds(account, query.status ?? null, pageRequest(query), now)
    return pageWithin(store, account, page, holdWire)
  },
})
