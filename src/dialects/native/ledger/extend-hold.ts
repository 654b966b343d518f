import Type from 'typebox'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { strict, Ttl } from '../fields.ts'
import { submit } from '../submit.ts'
import { HoldAnswer, holdAnswer, holdAnswerExample } from './hold-answer.ts'
import { HoldPath, otherMembersHold } from './hold-path.ts'

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/holds/:hold/extend',
  id: 'extend_hold',
  summary: 'Move the end of a hold',
  description:
    'To so many seconds from now, and to no later than ninety days after it was made: the `ends_at` of the answer tells.',
  tags: ['Holds'],
  allow: ['operator', 'admin', 'spender'],
  params: HoldPath,
  body: Type.Object({ ttl_seconds: Ttl }, strict),
  example: { params: { account: 'team_acme', hold: examples.hold.id }, body: { ttl_seconds: 1200 } },
  success: { schema: HoldAnswer, example: { ...holdAnswerExample, ends_at: '2026-01-31T12:20:00.000Z' } },
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
    const ttl_ms = call.body.ttl_seconds * 1000
    const answer = await submit(call, { kind: 'extend', account, ...call.envelope(), hold, ttl_ms })
    return isRefusal(answer) ? answer : holdAnswer(answer)
  },
})
