import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { answerBank, submit } from '../../sandbox/world.ts'
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
const mail = (id: string, name: string) => `${name}@${id}.example`

describe('more', () => {
  test('comes at once for its share, as the preview said', async () => {
    const { id, ada, bob } = await seated()
    await bob('POST', USAGE, { credits: 100 })
    clockAt(neo, APRIL + 15 * DAY_MS + 60_000)
    const wanted = { seats: 3, credits_per_user: 500 }
    const { status, body: preview } = await bob('POST', PREVIEW, wanted)
    expect([status, preview]).toEqual([
      200,
      {
        amount_due_cents: 205000,
        amount_due_display: '$2,050.00',
        change_type: 'upgrade',
        effective_at: soonAfter(APRIL + 15 * DAY_MS),
        immediate: true,
        line_items: [
          {
            description: 'Neo: 3 seats of 500 credits a month, 15 of 30 days',
            amount_cents: 315000,
            amount_display: '$3,150.00',
          },
          {
            description: 'Unused: Neo: 2 seats of 250 credits a month, 15 of 30 days',
            amount_cents: -110000,
            amount_display: '-$1,100.00',
          },
        ],
        prorated_credits: 500,
        demotions_required: 0,
      },
    ])
    const { demotions_required: _, ...said } = preview
    expect(await overviewOf(ada)).toMatchObject({ plan: { seats: 2, credits_per_user: 250 } })
    const { body } = await ada('POST', UPDATE, wanted)
    expect(body).toEqual({
      action: 'charged',
      ...said,
      effective_at: expect.any(String),
      credits_per_user: 500,
      interval: 'month',
      seats: 3,
      status: 'active',
      invoice_id: expect.stringMatching(/^in_/),
      invoice_url: expect.stringMatching(/^http/),
    })
    expect(await amounts(id)).toEqual([220000, 205000])
    expect(await overviewOf(ada)).toMatchObject({
      plan: { seats: 3, credits_per_user: 500 },
      per_seat_usage: [
        { seat_status: 'premium', allotment: 375, used: 0 },
        { seat_status: 'premium', allotment: 375, used: 100, remaining: 275 },
        { seat_status: 'premium', allotment: 250, used: 0 },
      ],
      subscription_credits: 1500,
      subscription_remaining: 900,
      next_charge_cents: 630000,
      renews_at: soonAfter(MAY),
    })
    const again = await ada('POST', UPDATE, wanted)
    expect(again.body).toMatchObject({ action: 'none', change_type: 'none', amount_due_cents: 0 })
    expect(await neo.charges(id)).toHaveLength(2)
  })

  test('that is declined changes nothing; under a key it stays declined', async () => {
    const { id, ada } = await seated()
    const card = await neo.card(id, 'pm_card_chargeCustomerFail')
    const key = { 'idempotency-key': 'more' }
    for (let times = 0; times < 2; times += 1) {
      const { status, body } = await ada('POST', UPDATE, { seats: 3, payment_method_id: card }, key)
      expect([status, body.code]).toEqual([400, 'card_declined'])
    }
    expect(await overviewOf(ada)).toMatchObject({ status: 'active', plan: { seats: 2 } })
    const unknown = await ada('POST', UPDATE, { seats: 3, payment_method_id: 'pm_nobody' })
    expect([unknown.status, unknown.body.code]).toEqual([400, 'payment_method_not_found'])
  })

  test('that its owner must confirm is in force once they have', async () => {
    const { id, ada } = await seated()
    await neo.card(id, 'pm_card_authenticationRequired')
    const { body } = await ada('POST', UPDATE, { seats: 3 })
    expect(body).toMatchObject({ action: 'redirect', seats: 2, url: expect.stringMatching(/^http/) })
    const bank = await submit(body.url, { answer: 'confirm' })
    await answerBank(bank.headers.get('location'), 'confirm')
    await neo.lookAtAll(id)
    expect(await overviewOf(ada)).toMatchObject({ plan: { seats: 3 }, subscription_remaining: 750 })
  })

  test('under a key is charged once, and answered the same', async () => {
    const { id, ada } = await seated()
    const key = { 'idempotency-key': 'more' }
    const first = await ada('POST', UPDATE, { seats: 3 }, key)
    const again = await ada('POST', UPDATE, { seats: 3 }, key)
    expect(again.body).toEqual(first.body)
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(await amounts(id)).toEqual([220000, 110000])
  })
})

describe('less', () => {
  test('waits for the renewal, and somebody must give their seat up', async () => {
    const { id, ada } = await seated()
    expect((await ada('POST', PREVIEW, { seats: 1 })).body).toMatchObject({ demotions_required: 1 })
    const refused = await ada('POST', UPDATE, { seats: 1 })
    expect([refused.status, refused.body.code]).toEqual([400, 'demotion_required'])
    const stranger = await ada('POST', UPDATE, { seats: 1, demote_member_emails: ['who@x.example'] })
    expect([stranger.status, stranger.body.code]).toEqual([400, 'invalid_request'])
    expect(stranger.body.error).toContain('demote_member_emails/0')
    const seatless = await ada('POST', UPDATE, { seats: 1, demote_member_emails: [mail(id, 'eve')] })
    expect([seatless.status, seatless.body.code]).toEqual([400, 'member_has_no_seat'])

    const body = { seats: 1, credits_per_user: 100, demote_member_emails: [mail(id, 'ada').toUpperCase()] }
    expect((await ada('POST', UPDATE, body)).body).toEqual({
      action: 'scheduled',
      amount_due_cents: 0,
      amount_due_display: '$0.00',
      change_type: 'downgrade',
      effective_at: soonAfter(MAY),
      immediate: false,
      line_items: [],
      prorated_credits: 0,
      credits_per_user: 250,
      interval: 'month',
      seats: 2,
      status: 'active',
    })
    expect(await overviewOf(ada)).toMatchObject({
      plan: { seats: 2, credits_per_user: 250 },
      pending_change: {
        credits_per_user: 100,
        demote_member_emails: [mail(id, 'ada')],
        effective_at: soonAfter(MAY),
        interval: 'month',
        seats: 1,
      },
      subscription_credits: 500,
      next_charge_cents: 45000,
      next_charge_display: '$450.00',
    })
    clockAt(neo, MAY + 3_600_000)
    const after = await overviewOf(ada)
    expect(after).toMatchObject({
      plan: { seats: 1, credits_per_user: 100 },
      per_seat_usage: [
        { seat_status: 'non_premium', allotment: 0 },
        { seat_status: 'premium', allotment: 100 },
        { seat_status: 'non_premium' },
      ],
      subscription_credits: 100,
    })
    expect(after).not.toHaveProperty('pending_change')
    expect(await amounts(id)).toEqual([220000, 45000])
  })

  test('can be dropped until then', async () => {
    const { ada, bob } = await seated()
    await ada('POST', UPDATE, { credits_per_user: 100 })
    expect((await bob('POST', CLEAR)).status).toBe(403)
    const key = { 'idempotency-key': 'drop' }
    const cleared = {
      cleared: true,
      credits_per_user: 250,
      current_period_end: soonAfter(MAY),
      interval: 'month',
      seats: 2,
      status: 'active',
    }
    expect((await ada('POST', CLEAR, undefined, key)).body).toEqual(cleared)
    expect((await ada('POST', CLEAR, undefined, key)).body).toEqual(cleared)
    const nothing = { 'idempotency-key': 'drop nothing' }
    for (let times = 0; times < 2; times += 1)
      expect((await ada('POST', CLEAR, {}, nothing)).body).toEqual({ ...cleared, cleared: false })
    expect(await overviewOf(ada)).toMatchObject({ next_charge_cents: 220000 })
  })

  test('and another interval waits too', async () => {
    const { ada } = await seated()
    const { body } = await ada('POST', UPDATE, { interval: 'year' })
    expect(body).toMatchObject({ action: 'scheduled', change_type: 'cycle_switch', amount_due_cents: 0 })
    expect(await overviewOf(ada)).toMatchObject({
      plan: { interval: 'month' },
      pending_change: { interval: 'year', demote_member_emails: [] },
      next_charge_cents: 2200000,
    })
  })
})

test('without a subscription there is nothing to change', async () => {
  const { ada, bob } = await neo.team('none', { ada: 'admin', bob: 'member' })
  for (const path of [CANCEL, RESUME, CLEAR, UPDATE, PREVIEW]) {
    const { status, body } = await ada('POST', path, {})
    expect([path, status, body.code]).toEqual([path, 404, 'not_exists'])
  }
  expect((await bob('POST', UPDATE, {})).status).toBe(403)
})
