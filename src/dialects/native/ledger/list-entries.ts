import Type from 'typebox'
import { entryKinds } from '../../../core/ledger/entry.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { AccountPath, Id, strict } from '../fields.ts'
import { PageOf, pageRequest, pageWithin, paging } from '../page.ts'
import { EntryWire, entryWire } from './convert-entry.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/entries',
  id: 'list_entries',
  summary: "List the ledger's entries of an account",
  description:
    'Newest first. Every entry moves credits from one book to another and is never changed. With `kind` or `grant`, ' +
    '50,000 entries are looked through for a page at most: it may be short, or empty, and `next_cursor` goes on.',
  tags: ['Entries'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: AccountPath,
  query: Type.Object(
    {
      ...paging,
      credit_type: Type.Optional(Id),
      kind: Type.Optional(Type.Enum([...entryKinds])),
      grant: Type.Optional(Id),
    },
    strict,
  ),
  example: { params: { account: 'team_acme' }, query: { credit_type: 'agent' } },
  success: {
    schema: PageOf(EntryWire),
    example: {
      items: [
        {
          credit_type: 'agent',
          seq: 2,
          at: examples.AT,
          kind: 'debit',
          from: 'wallet',
          to: 'consumed',
          amount: '12.5',
          grant: examples.grant.id,
          cause: examples.debit.id,
          balance: examples.balanceAfter,
        },
      ],
      next_cursor: null,
    },
  },
  refusals: ['account_not_found'],
  async handler({ store, params: { account }, query }) {
    const { credit_type = null, kind = null, grant = null } = query
    const page = await store.ledger.entries(account, { credit_type, kind, grant }, pageRequest(query))
    return pageWithin(store, account, page, entryWire)
  },
})
