import { removeMember } from '../../../core/accounts/remove-member.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { takeSeatsOf } from '../../../core/subscriptions/give-seat.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { MemberWire, memberWire } from './convert-account.ts'
import { MemberPath } from './member-path.ts'

export default route({
  method: 'DELETE',
  path: '/v1/accounts/:account/members/:member',
  id: 'remove_member',
  summary: 'Remove a member',
  description:
    'The member burns nothing more. The keys bound to it are revoked and the links to the portal that were made for ' +
    'it open nothing more, also when it is added again. Its seats are free for others, with what is left in them. ' +
    'Its history stays.',
  tags: ['Members'],
  allow: ['operator', 'admin'],
  params: MemberPath,
  example: { params: { account: 'team_acme', member: 'ada' } },
  success: { schema: MemberWire, example: { ...examples.member, status: 'removed' } },
  refusals: ['account_not_found', 'member_not_found', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { account, member: id } = call.params
    const answer = await call.once(account, (registry) => removeMember(registry, { account, id }, call.now))
    // Also where it was removed before, because then the seats may have been left; not where this call removed nobody.
    await takeSeatsOf(call.buying, account, id, call.now)
    return isRefusal(answer) ? answer : memberWire(answer)
  },
})
