import Type from 'typebox'
import { isAnyRefusal } from '../../http/refusals.ts'
import { route } from '../../http/route.ts'
import { adminOf, everybody } from './actor.ts'
import { setCap } from './caps.ts'
import { DefaultCap, defaultCapOf } from './default-cap.ts'
import * as examples from './examples.ts'
import { LimitUsd } from './fields.ts'

export default route({
  method: 'PATCH',
  path: '/api/v1/teams/default-spending-cap',
  id: 'neo_set_default_cap',
  summary: 'Cap what every member may use who has no cap of its own',
  description: 'In dollars a calendar month (UTC), for each member apart. Zero blocks.',
  tags: ['Neo'],
  allow: everybody,
  body: Type.Object({ spending_cap_usd: LimitUsd }),
  example: { body: { spending_cap_usd: 100 } },
  success: { schema: DefaultCap, example: examples.defaultCap },
  refusals: ['idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const actor = await adminOf(call, 'set caps')
    if (isAnyRefusal(actor)) return actor
    return setCap(call, defaultCapOf(actor.account), call.body.spending_cap_usd)
  },
})
