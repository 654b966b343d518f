import Type from 'typebox'
import { isRefusal } from '../../../core/refusal.ts'
import { askCheck } from '../../../core/reports/ask-check.ts'
import { Parsed } from '../../../http/parsed.ts'
import { route } from '../../../http/route.ts'
import { strict } from '../fields.ts'
import { CheckWire, checkWire, Kind } from './convert-check.ts'
import * as examples from './examples-of-reports.ts'

const UNITS_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 }

const Back = Parsed<number>(
  {
    type: 'string',
    maxLength: 10,
    description:
      'How far back purchases are compared, in hours, days or weeks: `12h`, `30d`, `4w`; seven days unless said.',
  },
  (value) => {
    const [, count, unit = ''] = /^(\d{1,5})([hdw])$/.exec(String(value)) ?? []
    const unit_ms = UNITS_MS[unit]
    return count === undefined || unit_ms === undefined
      ? { fault: 'must be a time such as 12h, 30d or 4w' }
      : Number(count) * unit_ms
  },
)

export default route({
  method: 'POST',
  path: '/v1/checks',
  id: 'ask_check',
  summary: 'Have the ledger proven, or purchases compared with what was paid',
  description:
    '`verify` proves what must always be true of the ledger. `reconcile` compares purchases with the payments, puts right ' +
    'what is safe and names the rest. It is done by a job; read the check to follow it. One of a kind is done at a time: ' +
    'where one waits or runs, that one is the answer. Both are done without being asked too: a comparison every hour, a ' +
    'proof every night.',
  tags: ['Reports'],
  allow: ['operator'],
  body: Type.Object({ kind: Kind, since: Type.Optional(Back) }, strict),
  example: { body: { kind: 'reconcile', since: '30d' } },
  success: {
    status: 202,
    schema: CheckWire,
    example: {
      ...examples.check,
      ...{ state: 'queued', started_at: null, ended_at: null, holds: null, counts: {} },
      ...{ findings: [], finding_count: 0 },
    },
  },
  refusals: ['idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { kind, since: back_ms } = call.body
    const since = back_ms === undefined ? null : Math.max(call.now - back_ms, 0)
    const answer = await call.once('', async (registry) => {
      const check = await askCheck(registry, { kind, since }, call.now, call.ports.ids)
      await registry.callForChecks()
      return check
    })
    return isRefusal(answer) ? answer : checkWire(answer)
  },
})
