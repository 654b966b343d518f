import { refuse } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { GrantDetailWire, grantDetailWire } from './convert-grant.ts'
import { GrantPath } from './grant-path.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/grants/:grant',
  id: 'get_grant',
  summary: 'Get a grant',
  description: 'With what was taken back of it by hand, and why.',
  tags: ['Grants'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: GrantPath,
  example: { params: { account: 'team_acme', grant: examples.grant.id } },
  success: { schema: GrantDetailWire, example: { ...examples.grant, revocations: [] } },
  refusals: ['account_not_found', 'grant_not_found'],
  async handler({ store, params, now }) {
    const found = await store.ledger.explainGrant(params.account, params.grant, now)
    if (found) return grantDetailWire(found)
    return refuse('grant_not_found', `The account ${params.account} has no grant ${params.grant}.`)
  },
})
