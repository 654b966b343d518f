import Type from 'typebox'
import { isRefusal } from '../../../core/refusal.ts'
import { invalid } from '../../../http/refusals.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { AccountPath, InstantIn, strict } from '../fields.ts'
import { onlyOf, ownUsage } from '../own.ts'
import { MAX_LIMIT, PageOf, pageOf, pageRequest, paging } from '../page.ts'
import { BalanceWire, balanceWire } from './convert-balance.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/balances',
  id: 'list_balances',
  summary: "Get an account's balances",
  description:
    'One for each credit type that the account ever had, at most 200 on a page. With `as_of`, as they were then. A ' +
    'member who opened the portal sees what it can burn itself.',
  tags: ['Balances'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer', 'member'],
  params: AccountPath,
  query: Type.Object({ ...paging, as_of: Type.Optional(InstantIn) }, strict),
  example: { params: { account: 'team_acme' } },
  success: { schema: PageOf(BalanceWire), example: { items: [examples.balance], next_cursor: null } },
  refusals: ['account_not_found'],
  async handler({ store, params, query, caller, now }) {
    const { as_of } = query
    const own = onlyOf(caller)
    if (as_of !== undefined && as_of > now)
      return invalid([{ field: 'as_of', message: 'must not lie ahead' }])
    if (as_of !== undefined && own !== null)
      return invalid([{ field: 'as_of', message: 'does not go with a member' }])
    const wish = { ...(as_of !== undefined && { as_of }), ...(own !== null && { usage: ownUsage(own) }) }
    const page = await store.ledger.balances(params.account, pageRequest(query, MAX_LIMIT), now, wish)
    return isRefusal(page) ? page : pageOf(page, balanceWire)
  },
})
