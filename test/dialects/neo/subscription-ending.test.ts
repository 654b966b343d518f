import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  APRIL,
  CANCEL,
  CHECKOUT,
  CLEAR,
  clockAt,
  DAY_MS,
  MAY,
  PREVIEW,
  RESUME,
  SUBSCRIPTION,
  sellingSeats,
  soonAfter,
  UPDATE,
  USAGE,
} from './seats.ts'
import type { Client, NeoServer } from './server.ts'

let neo: NeoServer
let count = 0

beforeAll(async () => {
  neo = await sellingSeats()
})
beforeEach(() => clockAt(neo, APRIL))

/** A team of three with two seats, since the first of April. */
async function seated(seats = 2) {
  const id = `team_${++count}`
  const members = await neo.team(id, { ada: 'admin', bob: 'member', eve: 'member' })
  await neo.card(id)
  const wanted = { action: 'checkout', seats, credits_per_user: 250, interval: 'month' }
  expect((await members.ada('POST', CHECKOUT, wanted)).body.action).toBe('charged')
  return { id, ...members }
}

const overviewOf = async (client: Client) => (await client('GET', SUBSCRIPTION)).body
const amounts = async (id: string) => (await neo.charges(id)).map(({ amount }) => amount).reverse()

describe('a cancellation', () => {
  test('ends it with its period, and can be taken back until then', async () => {
    const { id, ada, bob } = await seated()
    expect((await bob('POST', CANCEL)).body.code).toBe('forbidden')
    const ending = { cancel_at_period_end: true, ends_at: soonAfter(MAY), status: 'active' }
    expect((await ada('POST', CANCEL)).body).toEqual(ending)
    const overview = await overviewOf(ada)
    expect(overview).toMatchObject({
      has_subscription: true,
      cancel_at_period_end: true,
      next_charge_cents: 0,
      next_charge_display: '$0.00',
      subscription_remaining: 500,
    })
    expect(overview).not.toHaveProperty('renews_at')
    expect((await bob('POST', RESUME)).status).toBe(403)
    expect((await ada('POST', RESUME)).body).toEqual({ cancel_at_period_end: false, status: 'active' })
    expect(await overviewOf(ada)).toMatchObject({ next_charge_cents: 220000, renews_at: soonAfter(MAY) })

    expect((await ada('POST', CANCEL, {})).body).toEqual(ending)
    clockAt(neo, MAY + 3_600_000)
    const ended = await overviewOf(ada)
    expect(ended).toMatchObject({ has_subscription: false, status: 'canceled', available_credits: 0 })
    expect(ended).not.toHaveProperty('plan')
    expect(await amounts(id)).toEqual([220000])
    for (const path of [CANCEL, RESUME, CLEAR, UPDATE, PREVIEW]) {
      const { status, body } = await ada('POST', path, {})
      expect([path, status, body.code]).toEqual([path, 400, 'subscription_not_active'])
    }
    const anew = { action: 'checkout', seats: 1, credits_per_user: 100, interval: 'month' }
    expect((await ada('POST', CHECKOUT, anew)).body).toMatchObject({ action: 'charged', status: 'active' })
  })

  test('of what was never paid ends it at once', async () => {
    const { ada } = await neo.team('unpaid', { ada: 'admin' })
    const wanted = { action: 'checkout', seats: 1, credits_per_user: 100, interval: 'month' }
    await ada('POST', CHECKOUT, wanted)
    expect((await ada('POST', CANCEL)).body).toEqual({
      cancel_at_period_end: true,
      ends_at: expect.any(String),
      status: 'canceled',
    })
    expect(await overviewOf(ada)).toMatchObject({ has_subscription: false })
  })
})

test('a renewal that is declined is past due, gives nothing, and another card clears it', async () => {
  const { id, ada, bob } = await seated()
  await neo.card(id, 'pm_card_chargeCustomerFail')
  clockAt(neo, MAY + 3_600_000)
  expect(await overviewOf(ada)).toMatchObject({
    has_subscription: true,
    status: 'past_due',
    per_seat_usage: [
      { seat_status: 'premium', allotment: 0, used: 0, remaining: 0 },
      { seat_status: 'premium', allotment: 0 },
      { seat_status: 'non_premium' },
    ],
    subscription_credits: 500,
    subscription_remaining: 0,
    available_credits: 0,
    next_charge_cents: 220000,
  })
  expect((await bob('POST', USAGE, { credits: 1 })).body.code).toBe('insufficient_neo_credits')
  const change = await ada('POST', UPDATE, { seats: 3 })
  expect([change.status, change.body.code]).toEqual([400, 'subscription_not_active'])
  await neo.card(id)
  clockAt(neo, MAY + 2 * DAY_MS)
  expect(await overviewOf(ada)).toMatchObject({ status: 'active', subscription_remaining: 500 })
})
