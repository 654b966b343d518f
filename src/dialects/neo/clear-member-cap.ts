import Type from 'typebox'
import { isRefusal } from '../../core/refusal.ts'
import { invalid, isAnyRefusal } from '../../http/refusals.ts'
import { route } from '../../http/route.ts'
import { adminOf, everybody } from './actor.ts'
import { clearCap } from './caps.ts'
import * as examples from './examples.ts'
import { Email } from './fields.ts'
import { capOf, MemberCap, memberByEmail } from './member-cap.ts'

const Named = Type.Object({ email: Type.Optional(Email) })

export default route({
  method: 'DELETE',
  path: '/api/v1/teams/members/cap',
  id: 'neo_clear_member_cap',
  summary: "Take a member's cap away",
  description: 'The email stands in the body or in the query. The member falls under the default again.',
  tags: ['Neo'],
  allow: everybody,
  query: Named,
  body: Named,
  bodyOptional: true,
  example: { body: { email: 'ada@acme.example' } },
  success: { schema: MemberCap, example: examples.memberUncapped },
  refusals: ['member_not_found', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const actor = await adminOf(call, 'set caps')
    if (isAnyRefusal(actor)) return actor
    const email = call.body.email ?? call.query.email
    if (email === undefined) return invalid([{ field: 'email', message: 'is required' }])
    const member = await memberByEmail(call.store.registry, actor.account, email)
    if (isRefusal(member)) return member
    const answer = await clearCap(call, capOf(member))
    return isRefusal(answer) ? answer : { email: member.email ?? email, ...answer }
  },
})
