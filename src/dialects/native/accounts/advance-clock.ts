import Type from 'typebox'
import { isForwardDuration } from '../../../core/period.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { advanceClock } from '../../../core/subscriptions/advance-clock.ts'
import { Parsed } from '../../../http/parsed.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { AccountPath, strict } from '../fields.ts'
import { ClockWire, clockWire, HappenedWire, happenedWire } from './convert-clock.ts'

const Duration = Parsed<string>(
  { type: 'string', maxLength: 40, description: 'An ISO 8601 duration, by the UTC calendar: `P3M`, `P10D`.' },
  (value) => (isForwardDuration(String(value)) ? String(value) : { fault: 'must be a duration such as P3M' }),
)

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/clock',
  id: 'advance_clock',
  summary: "Put an account's clock forward",
  description:
    'From then on the account has a clock of its own, which runs on with the real one and never goes back. What falls ' +
    'due meanwhile happens in order, each at its time: renewals, resets, expiries, attempts to charge. Answers what ' +
    'happened. Only with the local Stripe or a test key, and at most ten years ahead.',
  tags: ['Test clocks'],
  allow: ['operator'],
  params: AccountPath,
  body: Type.Object({ advance: Duration }, strict),
  example: { params: { account: 'team_acme' }, body: { advance: 'P3M' } },
  success: {
    schema: Type.Object(
      { ...ClockWire.properties, happened: Type.Array(HappenedWire) },
      { title: 'AdvancedClock' },
    ),
    example: { ...examples.clock, happened: examples.happened },
  },
  refusals: ['account_not_found', 'clock_not_allowed', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { account } = call.params
    const once = call.onceRequest(account)
    const advanced = await advanceClock(call.buying, account, call.body.advance, call.arrived_at, once)
    if (isRefusal(advanced)) return advanced
    call.replayed = advanced.replayed
    return { ...clockWire(advanced), happened: advanced.happened.map(happenedWire) }
  },
})
