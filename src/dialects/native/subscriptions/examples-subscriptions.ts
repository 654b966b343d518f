import { AT, plan, purchase } from '../examples.ts'

/** A team of three seats, begun on the last day of January, as it is on its first day. */

const NEXT = '2026-02-28T12:00:00.000Z'

export const terms = { seats: 3, credits_per_seat: '1000', interval: 'month' } as const

export const subscription = {
  id: 'sub_01kg8x4c7s0000000000000008',
  account: 'team_acme',
  plan: plan.id,
  credit_type: 'agent',
  currency: 'usd',
  gives_to: 'seats',
  collection: 'charge_automatically',
  status: 'active',
  ...terms,
  bonus: '100',
  started_at: AT,
  period_starts_at: AT,
  period_ends_at: NEXT,
  month_starts_at: AT,
  month_ends_at: NEXT,
  resets_at: NEXT,
  renews_at: NEXT,
  next_charge: '28.50',
  pending: null,
  cancel_at_period_end: false,
  ends_at: null,
  bill: null,
  attempts: 0,
  next_attempt_at: null,
  member: null,
  dialect: 'native',
  canceled_at: null,
  created_at: AT,
  updated_at: AT,
} as const

export const ending = {
  ...subscription,
  cancel_at_period_end: true,
  resets_at: null,
  renews_at: null,
  next_charge: '0.00',
  ends_at: NEXT,
} as const

export const bill = {
  ...purchase,
  amount: '3300',
  subtotal: '28.50',
  total: '28.50',
  unit_price: null,
  grant: null,
  granted_at: null,
  subscription: subscription.id,
} as const

export const start = {
  kind: 'start',
  plan: plan.id,
  ...terms,
  immediate: true,
  effective_at: AT,
  amount_due: '28.50',
  currency: 'usd',
  lines: [{ text: 'Team: 3 seats of 1000 credits a month, billed by the month', amount: '28.50' }],
  credits: '3300',
  at_renewal: null,
  renewal_amount: '28.50',
  demotions_required: 0,
} as const

/** Two seats more with half of the month to come. */
export const upgrade = {
  kind: 'upgrade',
  plan: plan.id,
  ...terms,
  seats: 5,
  immediate: true,
  effective_at: '2026-02-14T12:00:00.000Z',
  amount_due: '9.50',
  currency: 'usd',
  lines: [
    { text: 'Team: 5 seats of 1000 credits a month, 14 of 28 days', amount: '23.75' },
    { text: 'Unused: Team: 3 seats of 1000 credits a month, 14 of 28 days', amount: '-14.25' },
  ],
  credits: '1000',
  at_renewal: null,
  renewal_amount: '47.50',
  demotions_required: 0,
} as const

export const upgraded = { ...subscription, seats: 5, next_charge: '47.50' } as const

export const changeBill = {
  ...bill,
  id: 'pur_01kg8x4c7s0000000000000009',
  amount: '1000',
  subtotal: '9.50',
  total: '9.50',
  lines: upgrade.lines,
} as const

export const seat = {
  id: 'seat_01kg8x4c7s000000000000000a',
  member: 'ada',
  allotment: '1100',
  bonus: '100',
  used: '12.5',
  remaining: '1087.5',
  grant: 'grt_01kg8x4c7s000000000000000b',
} as const

export const freeSeat = {
  ...seat,
  id: 'seat_01kg8x4c7s000000000000000c',
  member: null,
  used: '0',
  remaining: '1100',
  grant: 'grt_01kg8x4c7s000000000000000d',
} as const

export const event = {
  version: 2,
  kind: 'started',
  detail: { seats: 3, purchase: bill.id },
  at: AT,
} as const

export const overview = {
  subscription,
  in_force: true,
  granted_monthly: '3000',
  bonus: '300',
  used: '12.5',
  remaining: '3287.5',
  available: '4287.5',
  topped_up: {
    issued: '1000',
    used: '0',
    available: '1000',
    expires_at: null,
    expired: false,
    purchased: '1000',
  },
  members: [{ id: 'ada', email: 'ada@acme.example', role: 'developer', status: 'active', seat }],
  free_seats: [freeSeat],
} as const
