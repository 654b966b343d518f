import { AT } from '../example-instants.ts'

export const endpoint = {
  id: 'whe_01kg8x4c7s000000000000000e',
  url: 'https://product.example/scrip',
  types: ['purchase.paid', 'subscription.canceled'],
  active: true,
  failing_since: null,
  previous_secret_until: null,
  created_at: AT,
  updated_at: AT,
} as const

export const endpointWithSecret = {
  ...endpoint,
  secret: 'whsec_8hW3Jm5xQyT0aVbNcRdZfKgLpXsEuHi2oP7r9tB4kMnD',
} as const

export const delivery = {
  id: 'dlv_4711',
  endpoint: endpoint.id,
  event: 'evt_pur_01kg8x4c7s0000000000000004_3',
  type: 'purchase.paid',
  account: 'team_acme',
  state: 'waiting',
  attempts: 1,
  last_attempt_at: '2026-01-31T12:00:01.000Z',
  last_status: 503,
  last_error: 'The endpoint answered 503.',
  next_attempt_at: '2026-01-31T12:00:06.000Z',
  happened_at: AT,
} as const

export const resent = { ...delivery, attempts: 0, next_attempt_at: null } as const

export const pinged = {
  ...resent,
  event: 'evt_01kg8x4c7s000000000000000f',
  type: 'ping',
  account: null,
  last_attempt_at: null,
  last_status: null,
  last_error: null,
} as const
