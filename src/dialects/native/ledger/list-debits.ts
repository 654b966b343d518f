import Type from 'typebox'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { AccountPath, Id, strict } from '../fields.ts'
import { forbidOther, onlyOf } from '../own.ts'
import { PageOf, pageRequest, pageWithin, paging } from '../page.ts'
import { DebitWire, debitWire } from './convert-debit.ts'
import { ownDebit } from './own-debit.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/debits',
  id: 'list_debits',
  summary: "List an account's debits",
  description:
    'Newest first. A member who opened the portal sees its own, as each is explained to it. With a filter, ' +
    '50,000 debits are looked through for a page at most: it may be short, or empty, and `next_cursor` goes on.',
  tags: ['Debits'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer', 'member'],
  params: AccountPath,
  query: Type.Object(
    {
      ...paging,
      credit_type: Type.Optional(Id),
      member: Type.Optional(Id),
      project: Type.Optional(Id),
      feature: Type.Optional(Id),
    },
    strict,
  ),
  example: { params: { account: 'team_acme' }, query: { member: 'ada' } },
  success: { schema: PageOf(DebitWire), example: { items: [examples.debit], next_cursor: null } },
  refusals: ['account_not_found'],
  async handler({ store, params: { account }, query, caller }) {
    const forbidden = forbidOther(caller, query.member)
    if (forbidden) return forbidden
    const { credit_type = null, member = null, project = null, feature = null } = query
    const own = onlyOf(caller)
    const filter = { credit_type, member: own ?? member, project, feature }
    const page = await store.ledger.debits(account, filter, pageRequest(query))
    return pageWithin(store, account, page, (debit) => debitWire(own === null ? debit : ownDebit(debit)))
  },
})
