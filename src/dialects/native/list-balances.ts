import Type from 'typebox'
import { isRefusal } from '../../core/refusal.ts'
import { invalid } from '../../http/refusals.ts'
import { route } from '../../http/route.ts'
import { BalanceWire, balanceWire } from './convert-balance.ts'
import * as examples from './examples.ts'
import { AccountPath, InstantIn, strict } from './fields.ts'
import { PageOf } from './page.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/balances',
  id: 'list_balances',
  summary: "Get an account's balances",
  description: 'One for each credit type that the account ever had. With `as_of`, as they were then.',
  tags: ['Balances'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: AccountPath,
  query: Type.Object({ as_of: Type.Optional(InstantIn) }, strict),
  example: { params: { account: 'team_acme' } },
  success: { schema: PageOf(BalanceWire), example: { items: [examples.balance], next_cursor: null } },
  refusals: ['account_not_found'],
  async handler({ store, params, query: { as_of }, now }) {
    if (as_of !== undefined && as_of > now)
      return invalid([{ field: 'as_of', message: 'must not lie ahead' }])
    const balances = await store.ledger.balances(params.account, now, as_of)
    return isRefusal(balances) ? balances : { items: balances.map(balanceWire), next_cursor: null }
  },
})
