import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { submit } from '../submit.ts'
import { HoldAnswer, holdAnswer } from './hold-answer.ts'
import { HoldPath, otherMembersHold } from './hold-path.ts'

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/holds/:hold/release',
  id: 'release_hold',
  summary: 'Give back what a hold set aside',
  description: 'Exactly the credits it took return to the grants they came from.',
  tags: ['Holds'],
  allow: ['operator', 'admin', 'spender'],
  params: HoldPath,
  example: { params: { account: 'team_acme', hold: examples.hold.id } },
  success: {
    schema: HoldAnswer,
    example: {
      ...examples.hold,
      status: 'released',
      ended_at: examples.AT,
      balance: { available: '1000', held: '0', debt: '0' },
    },
  },
  refusals: [
    'account_not_found',
    'hold_not_found',
    'hold_already_captured',
    'hold_already_released',
    'hold_expired',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { account, hold } = call.params
    const other = await otherMembersHold(call, call.params)
    if (other) return other
    const answer = await submit(call, { kind: 'release', account, ...call.envelope(), hold })
    return isRefusal(answer) ? answer : holdAnswer(answer)
  },
})
