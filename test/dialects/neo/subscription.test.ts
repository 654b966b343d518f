import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { APRIL, CHECKOUT, clockAt, MAY, SUBSCRIPTION, sellingSeats, soonAfter, USAGE } from './seats.ts'
import type { Client, NeoServer } from './server.ts'

let neo: NeoServer
let count = 0

beforeAll(async () => {
  neo = await sellingSeats()
})
beforeEach(() => clockAt(neo, APRIL))

const roles = { ada: 'admin', bob: 'member', eve: 'member' }

/** A team of three of its own, with a card unless told otherwise. */
async function team(card: string | null = 'pm_card_visa') {
  const id = `team_${++count}`
  const members = await neo.team(id, roles)
  if (card !== null) await neo.card(id, card)
  return { id, ...members }
}

const twoSeats = { action: 'checkout', seats: 2, credits_per_user: 250, interval: 'month' }

const overviewOf = async (client: Client) => {
  const { status, body } = await client('GET', SUBSCRIPTION)
  expect(status).toBe(200)
  return body
}

const NOTHING = {
  has_subscription: false,
  topup_credits: 0,
  topup_remaining: 0,
  topup_purchased: 0,
  topup_used: 0,
  available_credits: 0,
  used_credits: 0,
  payment_methods: [],
}

describe('the overview', () => {
  test('without a subscription tells of top-ups and cards alone', async () => {
    const { id, ada, bob } = await team(null)
    expect(await overviewOf(bob)).toEqual(NOTHING)
    await neo.card(id)
    await ada('POST', '/api/v1/billing/subscription/topup', { action: 'purchase', credits: 100.5 })
    await bob('POST', USAGE, { credits: 20.25 })
    expect(await overviewOf(ada)).toEqual({
      has_subscription: false,
      topup_credits: 100.5,
      topup_remaining: 80.25,
      topup_purchased: 100.5,
      topup_used: 20.25,
      topup_expires_at: expect.any(String),
      available_credits: 80.25,
      used_credits: 20.25,
      payment_methods: [expect.objectContaining({ last4: '4242', is_default: true })],
    })
  })

  test('has every field, and a member draws on their seat before the top-ups', async () => {
    const { id, ada, bob, eve } = await team()
    expect((await ada('POST', CHECKOUT, twoSeats)).status).toBe(200)
    await ada('POST', '/api/v1/billing/subscription/topup', { action: 'purchase', credits: 100 })
    await bob('POST', USAGE, { credits: 12.5 })
    await ada('POST', USAGE, { credits: 260 })
    await eve('POST', USAGE, { credits: 30 })
    const seat = (name: string, seat_status: string, allotment: number, used: number) => ({
      email: `${name}@${id}.example`,
      seat_status,
      allotment,
      used,
      remaining: allotment - used,
    })
    const { text, body } = await eve('GET', SUBSCRIPTION)
    expect(body).toEqual({
      has_subscription: true,
      status: 'active',
      plan: {
        collection_method: 'charge_automatically',
        credits_per_user: 250,
        interval: 'month',
        seats: 2,
      },
      per_seat_usage: [
        seat('ada', 'premium', 250, 250),
        seat('bob', 'premium', 250, 12.5),
        seat('eve', 'non_premium', 0, 0),
      ],
      cancel_at_period_end: false,
      subscription_credits: 500,
      subscription_used: 262.5,
      subscription_remaining: 237.5,
      discount_credits: 0,
      next_charge_cents: 220000,
      next_charge_display: '$2,200.00',
      renews_at: soonAfter(MAY),
      reset_at: soonAfter(MAY),
      topup_credits: 100,
      topup_remaining: 60,
      topup_purchased: 100,
      topup_used: 40,
      topup_expires_at: expect.any(String),
      available_credits: 297.5,
      used_credits: 302.5,
      payment_methods: [expect.objectContaining({ last4: '4242' })],
    })
    expect(text).toContain('"subscription_used":262.5,')
    // What the seats have is no part of the bucket, and nobody else draws on it.
    expect((await bob('GET', '/api/v1/billing/credits')).body).toMatchObject({
      issued_credits: 100,
      used_credits: 40,
      available_credits: 60,
    })
    const beyond = await eve('POST', USAGE, { credits: 60.000001 })
    expect([beyond.status, beyond.body.code]).toEqual([403, 'insufficient_neo_credits'])
  })

  test('of an invited member with a seat says so', async () => {
    const { id, ada } = await team()
    await neo.must('POST', `/v1/accounts/${id}/members`, {
      id: 'zoe',
      email: 'zoe@x.example',
      status: 'invited',
    })
    await ada('POST', CHECKOUT, { ...twoSeats, seats: 4 })
    const { per_seat_usage: before } = await overviewOf(ada)
    expect(before.map((seat: { seat_status: string }) => seat.seat_status)).toEqual([
      'premium',
      'premium',
      'premium',
      'non_premium',
    ])
    const subscription = await neo.store.registry.subscriptionTo(id, 'neo')
    await neo.must('PUT', `/v1/accounts/${id}/subscriptions/${subscription?.id}/seats/zoe`)
    expect((await overviewOf(ada)).per_seat_usage[3]).toEqual({
      email: 'zoe@x.example',
      seat_status: 'pending',
      allotment: 250,
      used: 0,
      remaining: 250,
    })
  })

  test('of a single user has no seats of members', async () => {
    const sam = await neo.user('sam')
    await neo.card('sam')
    await sam('POST', CHECKOUT, { ...twoSeats, seats: 1 })
    await sam('POST', USAGE, { credits: 1 })
    expect(await overviewOf(sam)).toMatchObject({
      has_subscription: true,
      per_seat_usage: [],
      subscription_credits: 250,
      subscription_used: 1,
      subscription_remaining: 249,
      available_credits: 249,
    })
  })

  test('begins every month anew, and the bonus of the first one goes', async () => {
    const seller = await sellingSeats({ bonus: '25' })
    clockAt(seller, APRIL)
    const { ada } = await seller.team('acme', roles)
    await seller.card('acme')
    const { body } = await ada('POST', CHECKOUT, twoSeats)
    expect(body).toMatchObject({ subscription_credits: 500, discount_credits: 50 })
    await ada('POST', USAGE, { credits: 260 })
    expect(await overviewOf(ada)).toMatchObject({
      subscription_credits: 500,
      subscription_used: 260,
      subscription_remaining: 290,
      discount_credits: 50,
    })
    clockAt(seller, MAY + 3_600_000)
    expect(await overviewOf(ada)).toMatchObject({
      status: 'active',
      subscription_used: 0,
      subscription_remaining: 500,
      discount_credits: 0,
      used_credits: 0,
    })
    expect(await seller.charges('acme')).toHaveLength(2)
  })
})

test('the bills are among the invoices, and are no top-ups', async () => {
  const { ada } = await team()
  await ada('POST', CHECKOUT, twoSeats)
  await ada('POST', '/api/v1/billing/purchase', { action: 'purchase', credits: 100 })
  const { body } = await ada('GET', '/api/v1/billing/invoices')
  expect(body).toMatchObject({
    invoice_history: [
      {
        description: expect.any(String),
        amount_cents: 50000,
        purchased_credits: 100,
        new_issued_credits: 100,
      },
      {
        id: expect.stringMatching(/^in_/),
        status: 'paid',
        description: 'Neo: 2 seats of 250 credits a month, billed by the month',
        amount_cents: 220000,
        purchased_credits: 0,
      },
    ],
    total_amount_cents: 270000,
    total_purchases: 2,
  })
  expect(body.invoice_history[1]).not.toHaveProperty('new_issued_credits')
  expect(await overviewOf(ada)).toMatchObject({ topup_purchased: 100, topup_credits: 100 })
})
