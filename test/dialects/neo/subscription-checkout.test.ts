import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { APRIL, CHECKOUT, clockAt, SUBSCRIPTION, sellingSeats } from './seats.ts'
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

describe('a checkout', () => {
  test('is estimated by whoever reads, and nothing comes of it', async () => {
    const { id, bob } = await team()
    const { status, body } = await bob('POST', CHECKOUT, { ...twoSeats, action: 'estimate' })
    expect([status, body]).toEqual([
      200,
      {
        action: 'estimate',
        credits_per_user: 250,
        interval: 'month',
        seats: 2,
        amount_cents: 220000,
        amount_display: '$2,200.00',
        line_items: [
          {
            description: 'Neo: 2 seats of 250 credits a month, billed by the month',
            amount_cents: 220000,
            amount_display: '$2,200.00',
          },
        ],
        subscription_credits: 500,
        discount_credits: 0,
        has_payment_method: true,
        payment_methods: [expect.objectContaining({ last4: '4242' })],
      },
    ])
    expect(await overviewOf(bob)).toMatchObject({ has_subscription: false })
    expect(await neo.charges(id)).toEqual([])
  })

  test('charges a saved card at once, and is in force', async () => {
    const { id, ada } = await team()
    const { body } = await ada('POST', CHECKOUT, { ...twoSeats, interval: 'year' })
    expect(body).toMatchObject({
      action: 'charged',
      status: 'active',
      amount_cents: 2200000,
      amount_display: '$22,000.00',
      invoice_id: expect.stringMatching(/^in_/),
      invoice_url: expect.stringMatching(/^http/),
    })
    expect((await neo.charges(id)).map(({ amount }) => amount)).toEqual([2200000])
    const again = await ada('POST', CHECKOUT, twoSeats)
    expect([again.status, again.body.code]).toEqual([409, 'subscription_exists'])
    expect(await neo.charges(id)).toHaveLength(1)
  })

  test('without a card leads to a page, which the same call finds again', async () => {
    const { id, ada } = await team(null)
    const { body } = await ada('POST', CHECKOUT, twoSeats)
    expect(body).toMatchObject({
      action: 'redirect',
      status: 'incomplete',
      amount_display: '$2,200.00',
      session_id: expect.stringMatching(/^cs_/),
      url: expect.stringMatching(/^http/),
    })
    expect(await overviewOf(ada)).toMatchObject({
      has_subscription: true,
      status: 'incomplete',
      plan: { seats: 2, credits_per_user: 250 },
      subscription_credits: 500,
      subscription_remaining: 0,
      next_charge_cents: 220000,
      available_credits: 0,
    })
    expect((await ada('POST', CHECKOUT, twoSeats)).body.url).toBe(body.url)
    await neo.pay(body.url)
    expect(await overviewOf(ada)).toMatchObject({ status: 'active', subscription_remaining: 500 })
    expect(await neo.charges(id)).toHaveLength(1)
  })

  test('of another size takes the place of one that waits', async () => {
    const { id, ada } = await team(null)
    const first = await ada('POST', CHECKOUT, twoSeats)
    const { body } = await ada('POST', CHECKOUT, { ...twoSeats, seats: 3 })
    expect(body).toMatchObject({ action: 'redirect', amount_cents: 330000 })
    expect(body.url).not.toBe(first.body.url)
    await neo.pay(body.url)
    expect(await overviewOf(ada)).toMatchObject({ status: 'active', plan: { seats: 3 } })
    expect((await neo.charges(id)).map(({ amount }) => amount)).toEqual([330000])
  })

  test('that is declined leaves nothing behind, and another card begins', async () => {
    const { id, ada } = await team('pm_card_chargeCustomerFail')
    const { status, body } = await ada('POST', CHECKOUT, twoSeats)
    expect([status, body.code]).toEqual([400, 'card_declined'])
    const left = await overviewOf(ada)
    expect(left).toMatchObject({ has_subscription: false, status: 'canceled', available_credits: 0 })
    for (const field of ['plan', 'per_seat_usage', 'renews_at', 'next_charge_cents', 'subscription_credits'])
      expect(left).not.toHaveProperty(field)
    await neo.card(id)
    expect((await ada('POST', CHECKOUT, twoSeats)).body).toMatchObject({
      action: 'charged',
      status: 'active',
    })
  })

  test('under a key is one checkout', async () => {
    const { id, ada } = await team()
    const key = { 'idempotency-key': 'k1' }
    const first = await ada('POST', CHECKOUT, twoSeats, key)
    const again = await ada('POST', CHECKOUT, twoSeats, key)
    expect(again.body).toEqual(first.body)
    expect(again.headers['idempotent-replayed']).toBe('true')
    const other = await ada('POST', CHECKOUT, { ...twoSeats, seats: 3 }, key)
    expect([other.status, other.body.code]).toEqual([400, 'idempotency_key_reused'])
    expect(await neo.charges(id)).toHaveLength(1)
  })

  test.each([
    [{ credits_per_user: 300 }, 'plan_not_offered'],
    [{ credits_per_user: 500, interval: 'year' }, 'plan_not_offered'],
    [{ seats: 0 }, 'invalid_request'],
    [{ seats: 1.5 }, 'invalid_request'],
    [{ seats: 10_001 }, 'invalid_request'],
    [{ credits_per_user: 0 }, 'invalid_request'],
    [{ interval: 'week' }, 'invalid_request'],
    [{ action: 'buy' }, 'invalid_request'],
    [{ redirect_success_url: '/done' }, 'invalid_request'],
  ])('of %j is refused, also as an estimate', async (fault, code) => {
    const { ada } = await team()
    for (const action of ['estimate', 'checkout']) {
      const { status, body } = await ada('POST', CHECKOUT, { ...twoSeats, action, ...fault })
      expect([status, body.code]).toEqual([400, code])
    }
  })

  test('is for admins, and a single user has one seat', async () => {
    const { bob } = await team()
    const refused = await bob('POST', CHECKOUT, twoSeats)
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden'])
    const tom = await neo.user('tom')
    for (const action of ['estimate', 'checkout']) {
      const { status, body } = await tom('POST', CHECKOUT, { ...twoSeats, action })
      expect([status, body.code]).toEqual([400, 'seats_out_of_range'])
    }
  })

  test('where no plan is sold is refused, and what was begun before is still told', async () => {
    const { id, ada } = await team()
    const key = { 'idempotency-key': 'begun' }
    const first = await ada('POST', CHECKOUT, twoSeats, key)
    const other = await team()
    await neo.must('DELETE', '/v1/plans/plan_neo')
    const { status, body } = await other.ada('POST', CHECKOUT, twoSeats)
    expect([status, body.code]).toEqual([400, 'plan_not_offered'])
    expect((await ada('POST', CHECKOUT, twoSeats, key)).body).toEqual(first.body)
    // Nor does it matter that another one has come, without that size.
    const pricing = { by: 'size', sizes: [{ credits: '77', month_price: '1' }] }
    await neo.must('POST', '/v1/plans', { id: 'plan_next', name: 'Next', credit_type: 'neo', pricing })
    expect((await ada('POST', CHECKOUT, twoSeats, key)).body).toEqual(first.body)
    expect(await neo.charges(id)).toHaveLength(1)
  })
})
