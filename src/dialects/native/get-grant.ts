import { refuse } from '../../core/refusal.ts'
import { route } from '../../http/route.ts'
import { GrantWire, grantWire } from './convert-grant.ts'
import * as examples from './examples.ts'
import { GrantPath } from './grant-path.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/grants/:grant',
  id: 'get_grant',
  summary: 'Get a grant',
  tags: ['Grants'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: GrantPath,
  example: { params: { account: 'team_acme', grant: examples.grant.id } },
  success: { schema: GrantWire, example: examples.grant },
  refusals: ['account_not_found', 'grant_not_found'],
  async handler({ store, params }) {
    const grant = await store.ledger.grant(params.account, params.grant)
    if (grant) return grantWire(grant)
    return refuse('grant_not_found', `The account ${params.account} has no grant ${params.grant}.`)
  },
})
