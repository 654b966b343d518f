import Type from 'typebox'
import { isRefusal } from '../../core/refusal.ts'
import { isAnyRefusal } from '../../http/refusals.ts'
import { route } from '../../http/route.ts'
import { adminOf, everybody } from './actor.ts'
import { setCap } from './caps.ts'
import * as examples from './examples.ts'
import { Email, LimitUsd } from './fields.ts'
import { capOf, MemberCap, memberByEmail } from './member-cap.ts'

export default route({
  method: 'PATCH',
  path: '/api/v1/teams/members/cap',
  id: 'neo_set_member_cap',
  summary: 'Cap what a member may use',
  description: 'In dollars a calendar month (UTC). Zero blocks. What was used this month before counts, too.',
  tags: ['Neo'],
  allow: everybody,
  body: Type.Object({ email: Email, spending_cap_usd: LimitUsd }),
  example: { body: { email: 'ada@acme.example', spending_cap_usd: 250 } },
  success: { schema: MemberCap, example: examples.memberCap },
  refusals: ['member_not_found', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const actor = await adminOf(call, 'set caps')
    if (isAnyRefusal(actor)) return actor
    const { email, spending_cap_usd } = call.body
    const member = await memberByEmail(call.store.registry, actor.account, email)
    if (isRefusal(member)) return member
    const answer = await setCap(call, capOf(member), spending_cap_usd)
    return isRefusal(answer) ? answer : { email: member.email ?? email, ...answer }
  },
})
