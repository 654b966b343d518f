import Type from 'typebox'
import { changeMember } from '../../../core/accounts/change-member.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { strict } from '../fields.ts'
import { MemberWire, memberWire, NewStatus, NullableEmail, Role } from './convert-account.ts'
import { MemberPath } from './member-path.ts'

export default route({
  method: 'PATCH',
  path: '/v1/accounts/:account/members/:member',
  id: 'update_member',
  summary: 'Change a member',
  description: 'What is left out stays as it is.',
  tags: ['Members'],
  allow: ['operator', 'admin'],
  params: MemberPath,
  body: Type.Object(
    {
      email: Type.Optional(NullableEmail),
      role: Type.Optional(Role),
      status: Type.Optional(NewStatus),
    },
    strict,
  ),
  example: { params: { account: 'team_acme', member: 'ada' }, body: { role: 'admin' } },
  success: { schema: MemberWire, example: { ...examples.member, role: 'admin' } },
  refusals: ['account_not_found', 'member_not_found', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { account, member: id } = call.params
    const answer = await call.once(account, (registry) =>
      changeMember(registry, { account, id, ...call.body }),
    )
    return isRefusal(answer) ? answer : memberWire(answer)
  },
})
