import { beforeAll, describe, expect, test } from 'vitest'
import { answerBank, submit } from '../../sandbox/world.ts'
import { NeoServer } from './server.ts'

let neo: NeoServer
const PURCHASE = '/api/v1/billing/purchase'
const CREDITS = '/api/v1/billing/credits'
const card = { brand: 'visa', last4: '4242', is_default: true }

beforeAll(async () => {
  neo = await NeoServer.open()
  await neo.sell()
})

describe('an estimate', () => {
  test('tells the price and the cards, and changes nothing', async () => {
    const ada = await neo.user('ada')
    const body = { action: 'estimate', credits: 250 }
    const { status, body: answer } = await ada('POST', PURCHASE, body)
    expect(status).toBe(200)
    expect(answer).toEqual({
      action: 'estimate',
      credits: 250,
      amount_cents: 125000,
      amount_display: '$1,250.00',
      unit_price: 5,
      has_payment_method: false,
      payment_methods: [],
    })
    const id = await neo.card('ada')
    const known = await ada('POST', PURCHASE, body)
    expect(known.body).toMatchObject({ has_payment_method: true, payment_methods: [{ id, ...card }] })
    expect(known.body.payment_methods[0]).toMatchObject({
      exp_month: expect.any(Number),
      exp_year: expect.any(Number),
    })
    expect((await ada('GET', CREDITS)).body).toMatchObject({ issued_credits: 0, has_purchased: false })
    expect(await neo.charges('ada')).toEqual([])
  })

  test.each([
    [100, 50000],
    [3000, 1500000],
    [100.001, 50001],
    [100.000999, 50000],
    [100.1, 50050],
    [2999.999999, 1500000],
  ])('of %d credits rounds half up to the cent', async (credits, amount_cents) => {
    const { body, text } = await (await neo.user(`r${credits}`))('POST', PURCHASE, {
      action: 'estimate',
      credits,
    })
    expect(body).toMatchObject({ amount_cents, credits })
    expect(text).toContain(`"credits":${credits},`)
  })
})

describe('bad input', () => {
  test.each([
    [{ credits: 99.999999, action: 'purchase' }],
    [{ credits: 3000.000001, action: 'purchase' }],
    [{ credits: 100.0000001, action: 'purchase' }],
    [{ credits: '100', action: 'purchase' }],
    [{ credits: 0, action: 'estimate' }],
    [{ credits: -100, action: 'estimate' }],
    [{ credits: null, action: 'estimate' }],
    [{ credits: 100 }],
    [{ action: 'purchase' }],
    [{ credits: 100, action: 'buy' }],
    [{ credits: 100, action: 'purchase', payment_method_id: 7 }],
    [{ credits: 100, action: 'purchase', redirect_success_url: '/done' }],
    [{ credits: 100, action: 'estimate', redirect_cancel_url: 'javascript:alert(1)' }],
    ['[1]'],
    ['{"credits": 100'],
    [undefined],
  ])('%j is an invalid request', async (body) => {
    const eve = neo.bearer(await neo.jwt({ sub: 'eve' }))
    if (!(await neo.store.registry.account('eve'))) await neo.user('eve')
    const answer = await eve('POST', PURCHASE, body)
    expect(answer.status).toBe(400)
    const { error, kind, code, message, error_id } = answer.body
    expect({ kind, code }).toEqual({ kind: 'invalid request', code: 'invalid_request' })
    expect(message).toBe(`${kind}: ${error}`)
    expect(error_id).toBe(answer.headers['x-request-id'])
  })

  test('fields that nobody knows are passed over, and empty ones are as good as none', async () => {
    const bob = await neo.user('bob')
    const more = { payment_method_id: '', redirect_success_url: null, utm: 'x' }
    expect((await bob('POST', PURCHASE, { action: 'estimate', credits: 100, ...more })).status).toBe(200)
  })
})

describe('a purchase', () => {
  test('goes to a page first, and is charged to the saved card from then on', async () => {
    const fay = await neo.user('fay')
    const wanted = { action: 'purchase', credits: 100, redirect_success_url: 'http://shop.test/done' }
    const first = await fay('POST', PURCHASE, wanted)
    expect(first).toMatchObject({
      status: 200,
      body: { action: 'redirect', credits: 100, amount_cents: 50000, amount_display: '$500.00' },
    })
    expect(first.body.session_id).toMatch(/^cs_/)
    expect(Object.keys(first.body).sort()).toEqual(
      ['action', 'amount_cents', 'amount_display', 'credits', 'session_id', 'url'].sort(),
    )
    expect((await fay('GET', CREDITS)).body).toMatchObject({
      available_credits: 0,
      has_payment_method: false,
    })

    const before = Date.now()
    await neo.pay(first.body.url)
    const { body: bucket } = await fay('GET', CREDITS)
    expect(bucket).toMatchObject({
      issued_credits: 100,
      used_credits: 0,
      available_credits: 100,
      is_expired: false,
      has_purchased: true,
      last_purchase_credits: 100,
      has_payment_method: true,
      payment_methods: [card],
      resource_type: 'user',
    })
    expect(Date.parse(bucket.last_purchase_at)).toBeGreaterThanOrEqual(before - 1)
    const year = Date.parse(bucket.expires_at) - Date.parse(bucket.last_purchase_at)
    expect(year / 86_400_000).toBeCloseTo(365, 0)

    const second = await fay('POST', PURCHASE, { action: 'purchase', credits: 150.5 })
    expect(second).toMatchObject({
      status: 200,
      body: { action: 'charged', credits: 150.5, amount_cents: 75250, amount_display: '$752.50' },
    })
    expect(second.body.invoice_id).toMatch(/^in_/)
    expect(second.body.invoice_url).toMatch(/^http/)
    expect(Object.keys(second.body).sort()).toEqual(
      ['action', 'amount_cents', 'amount_display', 'credits', 'invoice_id', 'invoice_url'].sort(),
    )
    expect((await fay('GET', CREDITS)).body).toMatchObject({
      issued_credits: 250.5,
      last_purchase_credits: 150.5,
    })
    expect((await neo.charges('fay')).map(({ amount }) => amount)).toEqual([75250, 50000])
  })

  test('is charged to the card that is named', async () => {
    const gil = await neo.user('gil')
    const other = await neo.card('gil', 'pm_card_mastercard')
    await neo.card('gil')
    const body = { action: 'purchase', credits: 100, payment_method_id: other }
    expect((await gil('POST', PURCHASE, body)).body.action).toBe('charged')
    const [charge] = await neo.charges('gil')
    expect(charge?.payment_method).toBe(other)
  })

  test('with a card that nobody knows is refused, and charges nothing', async () => {
    const hal = await neo.user('hal')
    await neo.card('hal')
    const body = { action: 'purchase', credits: 100, payment_method_id: 'pm_nobody' }
    const answer = await hal('POST', PURCHASE, body)
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'payment_method_not_found', kind: 'payment failed' },
    })
    expect(await neo.charges('hal')).toEqual([])
  })

  test('that the card declines is a 400 with a stable code, is not tried again, and gives nothing', async () => {
    const ivy = await neo.user('ivy')
    await neo.card('ivy', 'pm_card_chargeCustomerFail')
    const answer = await ivy('POST', PURCHASE, { action: 'purchase', credits: 100 })
    expect(answer).toMatchObject({ status: 400, body: { code: 'card_declined', kind: 'payment failed' } })
    expect((await neo.charges('ivy')).map(({ status }) => status)).toEqual(['failed'])
    expect((await ivy('GET', CREDITS)).body).toMatchObject({ available_credits: 0, has_purchased: false })
    await neo.card('ivy')
    expect((await ivy('POST', PURCHASE, { action: 'purchase', credits: 100 })).body.action).toBe('charged')
  })

  test('whose card wants its owner goes to a page, and is charged after it', async () => {
    const jan = await neo.user('jan')
    await neo.card('jan', 'pm_card_authenticationRequired')
    const wanted = () =>
      jan('POST', PURCHASE, { action: 'purchase', credits: 100 }, { 'idempotency-key': 'sure' })
    const { status, body } = await wanted()
    expect({ status, body }).toMatchObject({ status: 200, body: { action: 'redirect', amount_cents: 50000 } })
    expect((await jan('GET', CREDITS)).body.available_credits).toBe(0)
    const bank = await submit(body.url, { answer: 'confirm' })
    await answerBank(bank.headers.get('location'), 'confirm')
    await neo.lookAtAll('jan')
    expect((await jan('GET', CREDITS)).body.available_credits).toBe(100)
    expect((await wanted()).body).toMatchObject({ action: 'charged', invoice_url: body.url })
    expect(await neo.charges('jan')).toHaveLength(1)
  })

  test('under one key is one purchase, however often it is asked for', async () => {
    const kim = await neo.user('kim')
    await neo.card('kim')
    const buy = () =>
      kim('POST', PURCHASE, { action: 'purchase', credits: 100 }, { 'idempotency-key': 'once' })
    const all = await Promise.all([1, 2, 3, 4].map(buy))
    expect(new Set(all.map(({ text }) => text)).size).toBe(1)
    expect(all[0]?.body.action).toBe('charged')
    expect(await neo.charges('kim')).toHaveLength(1)
    const other = { action: 'purchase', credits: 101 }
    expect(await kim('POST', PURCHASE, other, { 'idempotency-key': 'once' })).toMatchObject({
      status: 400,
      body: { code: 'idempotency_key_reused' },
    })
    expect((await kim('GET', CREDITS)).body.available_credits).toBe(100)
  })

  test('whose outcome is not known says so, and the same call finds it', async () => {
    const lea = await neo.user('lea')
    await neo.card('lea')
    // The charge is made, and from then on nobody answers for longer than the caller is kept.
    await neo.tell('POST', '/faults', {
      kind: 'lose_answer',
      method: 'POST',
      path: '/v1/invoices/*/pay',
      times: 9,
    })
    for (const path of ['/v1/invoices', '/v1/invoices/*', '/v1/invoice_payments'])
      await neo.tell('POST', '/faults', { kind: 'error', method: 'GET', path, times: 1000 })
    const body = { action: 'purchase', credits: 100 }
    const pending = await lea('POST', PURCHASE, body)
    expect(pending).toMatchObject({ status: 400, body: { code: 'payment_pending', kind: 'payment pending' } })
    expect(pending.body.error).toContain('Do not buy again')
    await fetch(`${neo.sandbox.url}/_sandbox/faults`, { method: 'DELETE' })
    expect(await lea('POST', PURCHASE, body)).toMatchObject({ status: 200, body: { action: 'charged' } })
    expect(await neo.charges('lea')).toHaveLength(1)
    expect((await lea('GET', CREDITS)).body.available_credits).toBe(100)
  })

  test('costs its taxes, too', async () => {
    const taxed = await NeoServer.open({ automatic_tax: true })
    await taxed.sell()
    await taxed.tell('PUT', '/tax', { rate_bps: 1000 })
    const ned = await taxed.user('ned')
    await taxed.card('ned')
    await taxed.stripe.customers.update(await taxed.customerOf('ned'), {
      address: { country: 'US', postal_code: '94110' },
    })
    const { body } = await ned('POST', PURCHASE, { action: 'purchase', credits: 100 })
    expect(body).toMatchObject({ action: 'charged', amount_cents: 55000, amount_display: '$550.00' })
    const { total_amount_cents, invoice_history } = (await ned('GET', '/api/v1/billing/invoices')).body
    expect([total_amount_cents, invoice_history[0].amount_cents]).toEqual([55000, 55000])
  })

  test('is none where nothing is for sale', async () => {
    await neo.must('PATCH', '/v1/credit-types/neo', { unit_price: null })
    const mia = await neo.user('mia')
    for (const action of ['estimate', 'purchase'])
      expect(await mia('POST', PURCHASE, { action, credits: 100 })).toMatchObject({
        status: 400,
        body: { code: 'not_for_sale' },
      })
    await neo.must('PATCH', '/v1/credit-types/neo', { unit_price: '5' })
  })
})
