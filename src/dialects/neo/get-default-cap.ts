import { isRefusal } from '../../core/refusal.ts'
import { route } from '../../http/route.ts'
import { actorOf, everybody } from './actor.ts'
import { readCap } from './caps.ts'
import { DefaultCap, defaultCapOf } from './default-cap.ts'
import * as examples from './examples.ts'

export default route({
  method: 'GET',
  path: '/api/v1/teams/default-spending-cap',
  id: 'neo_get_default_cap',
  summary: "Get the team's default cap",
  description: "Scrip's addition. How far a member has used it is told with the member's cap.",
  tags: ['Neo'],
  allow: everybody,
  success: { schema: DefaultCap, example: examples.defaultCap },
  async handler(call) {
    const actor = await actorOf(call)
    return isRefusal(actor) ? actor : readCap(call, defaultCapOf(actor.account))
  },
})
