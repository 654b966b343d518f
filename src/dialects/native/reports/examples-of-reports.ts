import { AT } from '../example-instants.ts'

/** The part of the examples' story that an operator looks back on. */

const moved = { sold: '1000', granted: '0', burned: '12.5', expired: '0', revoked: '0' } as const
const money = { gross_minor: 1000, refunded_minor: 0 } as const

export const overview = {
  from: '2026-01-31',
  to: '2026-01-31',
  as_of: AT,
  credit_types: [
    {
      credit_type: 'agent',
      outstanding: '987.5',
      held: '0',
      debt: '0',
      accounts: 1,
      ...moved,
      days: [{ day: '2026-01-31', ...moved, outstanding: '987.5' }],
    },
  ],
  revenue: [{ credit_type: 'agent', currency: 'usd', ...money, days: [{ day: '2026-01-31', ...money }] }],
  attention: { disputed: 0, past_due: 0, uncertain: 0 },
} as const

export const job = {
  job: 'sum_days',
  last_run_at: AT,
  took_ms: 12,
  succeeded: true,
  error: null,
  lag_seconds: 31.5,
  runs_every_seconds: 60,
} as const

export const check = {
  id: 'chk_01kg8x4c7s0000000000000009',
  kind: 'reconcile',
  state: 'done',
  since: '2026-01-01T12:00:00.000Z',
  progress: null,
  created_at: AT,
  started_at: AT,
  ended_at: AT,
  holds: false,
  counts: { payments: 12, purchases: 12, healed: 0 },
  books: [],
  findings: [
    {
      kind: 'amount_differs',
      account: 'team_acme',
      credit_type: null,
      purchase: 'pur_01kg8x4c7s0000000000000005',
      what: 'It costs 10.00 usd, and 9.00 usd were paid by pi_1QxAbC.',
    },
  ],
  finding_count: 1,
  error: null,
} as const
