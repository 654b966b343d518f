/** Values that the examples of several routes share, so that a reader can follow one story through them. */

import { AT, LATER } from './example-instants.ts'

export * from './example-instants.ts'
export * from './purchases/examples-of-buying.ts'

const scope = { member: null, project: null, feature: null }

export const account = {
  id: 'team_acme',
  kind: 'team',
  name: 'Acme',
  slug: 'acme',
  pays_with: 'card',
  hosted_checkout: false,
  spent_on_refund: 'debt',
  seatless: 'topup',
  created_at: AT,
} as const

export const member = {
  id: 'ada',
  account: 'team_acme',
  email: 'ada@acme.example',
  role: 'developer',
  status: 'active',
  created_at: AT,
} as const

export const creditType = {
  id: 'agent',
  name: 'Agent credits',
  unit: 'credit',
  unit_price: '0.01',
  currency: 'usd',
  expiry: { policy: 'fixed', after: 'P1Y' },
  created_at: AT,
} as const

export const key = {
  id: 'key_01kg8x4c7s0000000000000000',
  account: 'team_acme',
  member: null,
  role: 'spender',
  dialect: 'native',
  name: 'production',
  prefix: 'sk_3Fq9',
  last_four: 'x7Qa',
  rate_limit: null,
  created_at: AT,
  expires_at: null,
  revoked_at: null,
} as const

export const grant = {
  id: 'grt_01kg8x4c7s0000000000000001',
  account: 'team_acme',
  credit_type: 'agent',
  source: 'manual',
  state: 'open',
  amount: '1000',
  remaining: '1000',
  held: '0',
  revoked: '0',
  priority: 100,
  scope,
  starts_at: AT,
  expires_at: LATER,
  metadata: null,
  created_at: AT,
} as const

export const draw = { grant: grant.id, amount: '12.5' } as const

export const receipt = {
  id: 'deb_01kg8x4c7s0000000000000002',
  status: 'ok',
  account: 'team_acme',
  credit_type: 'agent',
  amount: '12.5',
  balance: { available: '987.5' },
  grants: [draw],
  created_at: AT,
} as const

export const debit = {
  id: 'deb_01kg8x4c7s0000000000000002',
  status: 'ok',
  code: null,
  account: 'team_acme',
  credit_type: 'agent',
  amount: '12.5',
  reversed: '0',
  member: 'ada',
  project: null,
  feature: 'chat',
  idempotency_key: 'run-4711',
  api_key: key.id,
  hold: null,
  unit_price: '0.01',
  metadata: { run: '4711' },
  occurred_at: null,
  created_at: AT,
  balance_before: '1000',
  balance_after: '987.5',
  caps: [],
} as const

export const balanceAfter = { available: '987.5', held: '0', debt: '0' } as const

export const balance = {
  account: 'team_acme',
  credit_type: 'agent',
  ...balanceAfter,
  expiring_next: { at: LATER, amount: '987.5' },
  as_of: AT,
} as const

export const hold = {
  id: 'hld_01kg8x4c7s0000000000000003',
  account: 'team_acme',
  credit_type: 'agent',
  status: 'open',
  amount: '12.5',
  captured: '0',
  debit: null,
  grants: [draw],
  member: 'ada',
  project: null,
  feature: null,
  api_key: key.id,
  metadata: null,
  ends_at: '2026-01-31T12:10:00.000Z',
  created_at: AT,
  ended_at: null,
} as const

export const cap = {
  account: 'team_acme',
  subject: 'member',
  id: 'ada',
  limit: '500',
  unit: 'credits',
  period: 'month',
  created_at: AT,
} as const

export const clock = {
  account: 'team_acme',
  now: '2026-04-30T12:00:00.000Z',
  ahead_ms: 7_689_600_000,
} as const

export const happened = [
  {
    at: '2026-02-28T12:00:00.000Z',
    what: 'credits',
    kind: 'expiry',
    credit_type: 'agent',
    amount: '987.5',
    entries: 1,
    subscription: null,
    detail: null,
  },
] as const
