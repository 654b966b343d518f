import Type from 'typebox'
import { addMember } from '../../../core/accounts/add-member.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { AccountPath, Id, strict } from '../fields.ts'
import { MemberWire, memberWire, NewStatus, NullableEmail, Role } from './convert-account.ts'

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/members',
  id: 'add_member',
  summary: 'Add a member',
  description: 'A member who was removed comes back under the same id, with the history that the id has.',
  tags: ['Members'],
  allow: ['operator', 'admin'],
  params: AccountPath,
  body: Type.Object(
    {
      id: Type.Optional(Id),
      email: Type.Optional(NullableEmail),
      role: Type.Optional(Role),
      status: Type.Optional(NewStatus),
    },
    strict,
  ),
  example: {
    params: { account: 'team_acme' },
    body: { id: 'ada', email: 'ada@acme.example', role: 'developer' },
  },
  success: { status: 201, schema: MemberWire, example: examples.member },
  refusals: ['account_not_found', 'member_exists', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { account } = call.params
    const { id = null, email = null, role = 'member', status = 'active' } = call.body
    const answer = await call.once(account, (registry) =>
      addMember(registry, { account, id, email, role, status }, call.now, call.ports.ids),
    )
    return isRefusal(answer) ? answer : memberWire(answer)
  },
})
