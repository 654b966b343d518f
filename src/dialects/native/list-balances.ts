import { isRefusal } from '../../core/refusal.ts'
import { route } from '../../http/route.ts'
import { BalanceWire, balanceWire } from './convert-balance.ts'
import * as examples from './examples.ts'
import { AccountPath } from './fields.ts'
import { PageOf } from './page.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/balances',
  id: 'list_balances',
  summary: "Get an account's balances",
  description: 'One for each credit type that the account ever had.',
  tags: ['Balances'],
  allow: ['operator', 'admin', 'spender', 'viewer'],
  params: AccountPath,
  example: { params: { account: 'team_acme' } },
  success: { schema: PageOf(BalanceWire), example: { items: [examples.balance], next_cursor: null } },
  refusals: ['account_not_found'],
  async handler({ store, params, now }) {
    const balances = await store.ledger.balances(params.account, now)
    return isRefusal(balances) ? balances : { items: balances.map(balanceWire), next_cursor: null }
  },
})
