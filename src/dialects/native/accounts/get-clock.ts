import { isRefusal } from '../../../core/refusal.ts'
import { clockOf } from '../../../core/subscriptions/advance-clock.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { AccountPath } from '../fields.ts'
import { ClockWire, clockWire } from './convert-clock.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/clock',
  id: 'get_clock',
  summary: "Get an account's clock",
  description: 'The real time, unless the account was put on a clock of its own.',
  tags: ['Test clocks'],
  allow: ['operator'],
  params: AccountPath,
  example: { params: { account: 'team_acme' } },
  success: { schema: ClockWire, example: { ...examples.clock, now: examples.AT, ahead_ms: 0 } },
  refusals: ['account_not_found'],
  async handler(call) {
    const clock = await clockOf(call.ports, call.params.account, call.arrived_at)
    return isRefusal(clock) ? clock : clockWire(clock)
  },
})
