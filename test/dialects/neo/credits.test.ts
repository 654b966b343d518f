import { beforeAll, describe, expect, test } from 'vitest'
import { grantOf } from '../../harness/commands.ts'
import { entry, submit } from '../../sandbox/world.ts'
import { type Client, NeoServer } from './server.ts'

let neo: NeoServer
const CREDITS = '/api/v1/billing/credits'
const YEAR = 366 * 86_400_000

beforeAll(async () => {
  neo = await NeoServer.open()
  await neo.sell()
})

const buy = async (who: Client, credits: number) => {
  const answer = await who('POST', '/api/v1/billing/purchase', { action: 'purchase', credits })
  expect(answer).toMatchObject({ status: 200, body: { action: 'charged' } })
}
const use = async (who: Client, credits: number) =>
  expect((await who('POST', '/api/v1/billing/usage', { credits })).status).toBe(200)

/** Someone with a card, and what they have: issued, used and available. */
async function someone(id: string, withCard = true) {
  const who = await neo.user(id)
  if (withCard) await neo.card(id)
  const bucket = async () => {
    const { status, body } = await who('GET', CREDITS)
    expect(status).toBe(200)
    return body
  }
  const counts = async () => {
    const { issued_credits, used_credits, available_credits } = await bucket()
    return [issued_credits, used_credits, available_credits]
  }
  return { who, bucket, counts }
}

describe('the credits of an account', () => {
  test('that has none', async () => {
    const who = await neo.user('none')
    expect((await who('GET', CREDITS)).body).toEqual({
      issued_credits: 0,
      used_credits: 0,
      available_credits: 0,
      is_expired: false,
      has_purchased: false,
      has_payment_method: false,
      payment_methods: [],
      resource_type: 'user',
    })
  })

  test('are counted anew with every purchase', async () => {
    const { who, bucket, counts } = await someone('story')
    await neo.must('POST', '/v1/accounts/story/grants', { credit_type: 'neo', amount: '30' })
    expect(await counts()).toEqual([30, 0, 30])
    expect((await bucket()).has_purchased).toBe(false)
    await use(who, 12.5)
    expect(await counts()).toEqual([30, 12.5, 17.5])
    await buy(who, 100)
    expect(await counts()).toEqual([117.5, 0, 117.5])
    await use(who, 17.500001)
    expect(await counts()).toEqual([117.5, 17.500001, 99.999999])
    await neo.must('POST', '/v1/accounts/story/grants', { credit_type: 'neo', amount: '10' })
    expect(await counts()).toEqual([127.5, 17.500001, 109.999999])
    await buy(who, 200)
    expect(await counts()).toEqual([309.999999, 0, 309.999999])
    expect(await bucket()).toMatchObject({ last_purchase_credits: 200 })
  })

  test('that come of a subscription are not in the bucket', async () => {
    const { counts } = await someone('seat')
    await neo.store.ledger.submit(grantOf('seat', 50, { source: 'subscription', priority: 10 }), neo.now())
    expect(await counts()).toEqual([0, 0, 0])
  })

  test('that are held count as used until they come back', async () => {
    const { who, counts } = await someone('holder')
    await buy(who, 100)
    const hold = await neo.must('POST', '/v1/accounts/holder/holds', {
      credit_type: 'neo',
      amount: '40',
      ttl_seconds: 60,
    })
    expect(await counts()).toEqual([100, 40, 60])
    await buy(who, 100)
    expect(await counts()).toEqual([200, 40, 160])
    await neo.must('POST', `/v1/accounts/holder/holds/${hold.id}/release`, {})
    expect(await counts()).toEqual([200, 0, 200])
  })

  test('that had expired within a hold before the purchase are no part of it', async () => {
    const { who, counts } = await someone('stale')
    const soon = new Date(Date.now() + 3_600_000).toISOString()
    const given = { credit_type: 'neo', amount: '40', expires_at: soon }
    await neo.must('POST', '/v1/accounts/stale/grants', given)
    const held = { credit_type: 'neo', amount: '20', ttl_seconds: 86_400 }
    const hold = await neo.must('POST', '/v1/accounts/stale/holds', held)
    await neo.must('POST', '/v1/accounts/stale/holds', held)
    try {
      neo.ahead_ms = 7_200_000
      await buy(who, 100)
      await use(who, 50)
      expect(await counts()).toEqual([100, 50, 50])
      await neo.must('POST', `/v1/accounts/stale/holds/${hold.id}/release`, {})
      expect(await counts()).toEqual([100, 50, 50])
    } finally {
      neo.ahead_ms = 0
    }
  })

  test('expire together a year after the last purchase, and stay expired until the next', async () => {
    const { who, bucket, counts } = await someone('late')
    await buy(who, 100)
    await use(who, 30)
    try {
      neo.ahead_ms = YEAR
      expect(await bucket()).toMatchObject({ is_expired: true, available_credits: 0, has_purchased: true })
      expect(await counts()).toEqual([100, 30, 0])
      expect(await who('POST', '/api/v1/billing/usage', { credits: 1 })).toMatchObject({
        status: 403,
        body: { code: 'insufficient_neo_credits' },
      })
      await buy(who, 200)
      expect(await counts()).toEqual([200, 0, 200])
      expect(await bucket()).toMatchObject({ is_expired: false })
    } finally {
      neo.ahead_ms = 0
    }
  })

  test('move to the end of a later purchase', async () => {
    const { who, bucket } = await someone('roll')
    await buy(who, 100)
    const first = Date.parse((await bucket()).expires_at)
    try {
      neo.ahead_ms = YEAR / 2
      await buy(who, 100)
      const { issued_credits, expires_at } = await bucket()
      expect(issued_credits).toBe(200)
      expect((Date.parse(expires_at) - first) / 86_400_000).toBeCloseTo(183, -1)
    } finally {
      neo.ahead_ms = 0
    }
  })

  test('go with the money that goes back', async () => {
    const { who, counts } = await someone('refund')
    await buy(who, 100)
    await use(who, 80)
    const [charge] = await neo.charges('refund')
    await neo.tell('POST', '/refunds', { charge: charge?.id ?? '', amount: 10000 })
    await neo.lookAtAll('refund')
    // A fifth of the money: 20 credits, which were left.
    expect(await counts()).toEqual([80, 80, 0])
    await neo.tell('POST', '/refunds', { charge: charge?.id ?? '', amount: 15000 })
    await neo.lookAtAll('refund')
    // 30 more were spent: they are owed, and the next purchase pays them.
    expect(await counts()).toEqual([80, 80, 0])
    await buy(who, 100)
    expect(await counts()).toEqual([100, 30, 70])
  })

  test('of which some were refunded before anybody looked', async () => {
    const { who, counts } = await someone('hasty', false)
    const { body } = await who('POST', '/api/v1/billing/purchase', { action: 'purchase', credits: 100 })
    await submit(body.url, entry('4242 4242 4242 4242'))
    const [charge] = await neo.charges('hasty')
    await neo.tell('POST', '/refunds', { charge: charge?.id ?? '', amount: 25000 })
    await neo.lookAtAll('hasty')
    expect(await counts()).toEqual([50, 0, 50])
  })

  test('are out of reach while their payment is disputed, and back when that is won', async () => {
    const { who, counts } = await someone('dispute')
    await buy(who, 100)
    await use(who, 10)
    const [charge] = await neo.charges('dispute')
    await neo.tell('POST', '/disputes', { charge: charge?.id ?? '' })
    await neo.lookAtAll('dispute')
    expect(await counts()).toEqual([10, 10, 0])
    const { data } = await neo.stripe.disputes.list({ charge: charge?.id ?? '' })
    await neo.tell('POST', `/disputes/${data[0]?.id}/close`, { status: 'won' })
    await neo.lookAtAll('dispute')
    expect(await counts()).toEqual([100, 10, 90])
  })

  test('are taken when the dispute is lost', async () => {
    const { who, counts } = await someone('lost')
    await buy(who, 100)
    await use(who, 10)
    const [charge] = await neo.charges('lost')
    await neo.tell('POST', '/disputes', { charge: charge?.id ?? '' })
    const { data } = await neo.stripe.disputes.list({ charge: charge?.id ?? '' })
    await neo.tell('POST', `/disputes/${data[0]?.id}/close`, { status: 'lost' })
    await neo.lookAtAll('lost')
    expect(await counts()).toEqual([10, 10, 0])
  })

  test('are printed digit by digit', async () => {
    const { who } = await someone('exact')
    await neo.must('POST', '/v1/accounts/exact/grants', { credit_type: 'neo', amount: '123456789012.123456' })
    expect((await who('GET', CREDITS)).text).toContain('"issued_credits":123456789012.123456,')
  })

  test('are told without the cards while nobody can be asked for those', async () => {
    const { who } = await someone('away')
    await buy(who, 100)
    await neo.tell('POST', '/faults', { kind: 'error', method: 'GET', times: 10 })
    const { status, body } = await who('GET', CREDITS)
    await fetch(`${neo.sandbox.url}/_sandbox/faults`, { method: 'DELETE' })
    expect({ status, body }).toMatchObject({ status: 200, body: { available_credits: 100 } })
    expect(body).not.toHaveProperty('has_payment_method')
  })
})

describe('the invoices', () => {
  const INVOICES = '/api/v1/billing/invoices'

  test('tell what each purchase made of the bucket, newest first, page by page', async () => {
    const { who } = await someone('billed')
    expect((await who('GET', INVOICES)).body).toEqual({
      currency: 'usd',
      has_more: false,
      invoice_history: [],
      total_amount_cents: 0,
      total_amount_display: '$0.00',
      total_purchases: 0,
    })
    await buy(who, 100)
    await use(who, 40)
    await buy(who, 200.5)
    await buy(who, 300)
    const { body } = await who('GET', INVOICES)
    expect(body).toMatchObject({
      currency: 'usd',
      has_more: false,
      total_amount_cents: 300250,
      total_amount_display: '$3,002.50',
      total_purchases: 3,
    })
    const [third, second, first] = body.invoice_history
    expect(second).toEqual({
      id: expect.stringMatching(/^in_/),
      status: 'paid',
      description: '200.5 Neo credits',
      currency: 'usd',
      amount_cents: 100250,
      amount_display: '$1,002.50',
      created_at: expect.stringMatching(/Z$/),
      paid_at: expect.stringMatching(/Z$/),
      invoice_url: expect.stringMatching(/^http/),
      invoice_pdf: expect.stringMatching(/^http/),
      purchased_credits: 200.5,
      remaining_before_purchase: 60,
      new_issued_credits: 260.5,
    })
    expect([first.remaining_before_purchase, third.remaining_before_purchase]).toEqual([0, 260.5])
    const one = await who('GET', `${INVOICES}?limit=1`)
    expect(one.body).toMatchObject({ has_more: true, invoice_history: [third], total_purchases: 3 })
    const rest = await who('GET', `${INVOICES}?limit=2&starting_after=${third.id}`)
    expect(rest.body).toMatchObject({ has_more: false, invoice_history: [second, first] })
    const other = await someone('stranger')
    for (const query of ['limit=0', 'limit=101', 'limit=x', 'starting_after=in_nobody'])
      expect(await who('GET', `${INVOICES}?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'invalid_request' },
      })
    expect((await other.who('GET', `${INVOICES}?starting_after=${third.id}`)).status).toBe(400)
  })

  test('of what was declined are none', async () => {
    const { who } = await someone('declined')
    await neo.tell('POST', '/faults', { kind: 'decline', times: 1 })
    await who('POST', '/api/v1/billing/purchase', { action: 'purchase', credits: 100 })
    expect((await who('GET', INVOICES)).body.invoice_history).toEqual([])
  })
})
