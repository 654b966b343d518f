import Type from 'typebox'
import { putCap } from '../../../core/caps/put-cap.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { invalid } from '../../../http/refusals.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { LimitIn, strict } from '../fields.ts'
import { CapPath, CapWire, capWire, Period, Unit } from './convert-cap.ts'
import { forbidCap } from './whose-cap.ts'

export default route({
  method: 'PUT',
  path: '/v1/accounts/:account/caps/:subject/:id',
  id: 'put_cap',
  summary: 'Cap what is burned',
  description:
    'By a member, a project, an API key or the whole account. The member `*` stands for every member without a cap ' +
    'of its own. Zero blocks. What was burned in the period before counts, too. ' +
    'Buyers put caps on members and projects only.',
  tags: ['Caps'],
  allow: ['operator', 'admin', 'buyer'],
  params: CapPath,
  body: Type.Object({ limit: LimitIn, unit: Unit, period: Period }, strict),
  example: {
    params: { account: 'team_acme', subject: 'member', id: 'ada' },
    body: { limit: '500', unit: 'credits', period: 'month' },
  },
  success: { schema: CapWire, example: examples.cap },
  refusals: ['account_not_found', 'member_not_found', 'key_not_found', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { account, subject, id: subject_id } = call.params
    const forbidden = forbidCap(call.caller, subject)
    if (forbidden) return forbidden
    const { limit: limit_micro, unit, period } = call.body
    if (subject_id === '*' && subject !== 'member')
      return invalid([{ field: 'id', message: 'may be * for members only' }])
    const input = { account, subject, subject_id, limit_micro, unit, period, by: call.caller.account }
    const answer = await call.once(account, (registry) => putCap(registry, input, call.now))
    return isRefusal(answer) ? answer : capWire(answer)
  },
})
