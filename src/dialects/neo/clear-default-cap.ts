import { isAnyRefusal } from '../../http/refusals.ts'
import { route } from '../../http/route.ts'
import { adminOf, everybody } from './actor.ts'
import { clearCap } from './caps.ts'
import { DefaultCap, defaultCapOf } from './default-cap.ts'

export default route({
  method: 'DELETE',
  path: '/api/v1/teams/default-spending-cap',
  id: 'neo_clear_default_cap',
  summary: "Take the team's default cap away",
  tags: ['Neo'],
  allow: everybody,
  success: { schema: DefaultCap, example: {} },
  refusals: ['idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const actor = await adminOf(call, 'set caps')
    return isAnyRefusal(actor) ? actor : clearCap(call, defaultCapOf(actor.account))
  },
})
