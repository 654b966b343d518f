import { noMember } from '../../../core/accounts/not-found.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { onlyOf } from '../own.ts'
import { MemberWire, memberWire } from './convert-account.ts'
import { MemberPath } from './member-path.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/members/:member',
  id: 'get_member',
  summary: 'Get a member',
  tags: ['Members'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer', 'member'],
  params: MemberPath,
  example: { params: { account: 'team_acme', member: 'ada' } },
  success: { schema: MemberWire, example: examples.member },
  refusals: ['account_not_found', 'member_not_found'],
  async handler({ store, params, caller }) {
    const own = onlyOf(caller)
    if (own !== null && params.member !== own) return noMember(params.account, params.member)
    const member = await store.registry.member(params.account, params.member)
    return member ? memberWire(member) : noMember(params.account, params.member)
  },
})
