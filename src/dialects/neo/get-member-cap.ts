import { isRefusal } from '../../core/refusal.ts'
import { forbid } from '../../http/refusals.ts'
import { route } from '../../http/route.ts'
import { actorOf, everybody } from './actor.ts'
import { readCap } from './caps.ts'
import * as examples from './examples.ts'
import { ByEmail, capOf, MemberCap, memberByEmail } from './member-cap.ts'

export default route({
  method: 'GET',
  path: '/api/v1/teams/members/cap',
  id: 'neo_get_member_cap',
  summary: "Get a member's cap and how far it is used",
  description:
    "Scrip's addition. Of oneself, and as an admin of anybody. A member without a cap has the default.",
  tags: ['Neo'],
  allow: everybody,
  query: ByEmail,
  example: { query: { email: 'ada@acme.example' } },
  success: { schema: MemberCap, example: examples.memberCap },
  refusals: ['member_not_found'],
  async handler(call) {
    const actor = await actorOf(call)
    if (isRefusal(actor)) return actor
    const { email } = call.query
    if (!actor.isAdmin && actor.member?.email?.toLowerCase() !== email.toLowerCase())
      return forbid('Only an admin of the team may see the caps of others.')
    const member = await memberByEmail(call.store.registry, actor.account, email)
    if (isRefusal(member)) return member
    const answer = await readCap(call, capOf(member))
    return isRefusal(answer) ? answer : { email: member.email ?? email, ...answer }
  },
})
