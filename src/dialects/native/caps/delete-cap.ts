import { removeCap } from '../../../core/caps/remove-cap.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { CapPath, CapWire, capWire } from './convert-cap.ts'
import { forbidCap } from './whose-cap.ts'

export default route({
  method: 'DELETE',
  path: '/v1/accounts/:account/caps/:subject/:id',
  id: 'delete_cap',
  summary: 'Take a cap away',
  description:
    'Answers what it was. A member without a cap of its own falls under the default again. ' +
    'Buyers delete caps of members and projects only.',
  tags: ['Caps'],
  allow: ['operator', 'admin', 'buyer'],
  params: CapPath,
  example: { params: { account: 'team_acme', subject: 'member', id: 'ada' } },
  success: { schema: CapWire, example: examples.cap },
  refusals: ['account_not_found', 'cap_not_found', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { account, subject, id: subject_id } = call.params
    const forbidden = forbidCap(call.caller, subject)
    if (forbidden) return forbidden
    const answer = await call.once(account, (registry) =>
      removeCap(registry, { account, subject, subject_id }, call.now),
    )
    return isRefusal(answer) ? answer : capWire(answer)
  },
})
