import { noAccount } from '../../../core/accounts/not-found.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { AccountPath } from '../fields.ts'
import { AccountWire, accountWire } from './convert-account.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account',
  id: 'get_account',
  summary: 'Get an account',
  tags: ['Accounts'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer', 'member'],
  params: AccountPath,
  example: { params: { account: 'team_acme' } },
  success: { schema: AccountWire, example: examples.account },
  refusals: ['account_not_found'],
  async handler({ store, params }) {
    const account = await store.registry.account(params.account)
    return account ? accountWire(account) : noAccount(params.account)
  },
})
