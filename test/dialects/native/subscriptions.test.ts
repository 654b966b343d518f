import { beforeAll, describe, expect, test } from 'vitest'
import { entry, submit } from '../../sandbox/world.ts'
import { subscribers } from './subscribers.ts'

let shop: Awaited<ReturnType<typeof subscribers>>

beforeAll(async () => {
  shop = await subscribers()
})

describe('subscribing', () => {
  test('charges a card at once, gives out the seats, and grants the first month with its bonus', async () => {
    const { team, subscribe, get, available, native } = shop
    await team('begun', ['ada', 'bob', 'eve'])
    const { status, body } = await subscribe('begun')
    const { subscription, purchase } = body
    expect([status, subscription]).toEqual([
      201,
      expect.objectContaining({
        plan: 'team',
        status: 'active',
        collection: 'charge_automatically',
        gives_to: 'seats',
        seats: 2,
        credits_per_seat: '1000',
        interval: 'month',
        bonus: '100',
        next_charge: '19.00',
        pending: null,
        bill: null,
        ends_at: null,
        attempts: 0,
      }),
    ])
    expect(subscription.resets_at).toBe(subscription.month_ends_at)
    expect(subscription.renews_at).toBe(subscription.period_ends_at)
    expect(subscription.started_at).toBe(subscription.period_starts_at)
    expect(purchase).toMatchObject({
      state: 'paid',
      subtotal: '19.00',
      amount: '2200',
      subscription: subscription.id,
      lines: null,
      grant: null,
      granted_at: null,
    })
    expect(await Promise.all(['ada', 'bob', 'eve'].map((id) => available('begun', `?member=${id}`)))).toEqual(
      ['1100', '1100', '0'],
    )
    const path = `/v1/accounts/begun/subscriptions/${subscription.id}`
    expect(await get(path)).toEqual(subscription)
    expect(await get('/v1/accounts/begun/subscriptions')).toEqual({
      items: [subscription],
      next_cursor: null,
    })
    expect((await get('/v1/accounts/begun/subscriptions?status=canceled')).items).toEqual([])
    const all = await native.operator('GET', '/v1/subscriptions?status=active&limit=200')
    expect(all.body.items).toContainEqual(subscription)
    expect(await get(`/v1/accounts/begun/purchases/${purchase.id}`)).toMatchObject(purchase)
    expect(await subscribe('begun')).toMatchObject({ status: 409, body: { code: 'subscription_exists' } })
  })

  test('without a card opens a page, and is in force once it is paid there', async () => {
    const { team, subscribe, get, available, native } = shop
    await team('paged', ['ada'], null)
    const success_url = 'https://shop.example/done'
    const { status, body } = await subscribe('paged', { seats: 1, success_url })
    expect([status, body.subscription.status]).toEqual([202, 'incomplete'])
    expect(body.subscription).toMatchObject({
      started_at: null,
      period_ends_at: null,
      renews_at: null,
      next_charge: '9.50',
      bill: { purchase: body.purchase.id, kind: 'start', seats: 1 },
    })
    expect(body.purchase).toMatchObject({ state: 'awaiting_checkout', checkout_url: expect.any(String) })
    // The same wish goes on with the same page.
    const again = await subscribe('paged', { seats: 1, success_url })
    expect(again.body).toEqual(body)
    const paid = await submit(body.purchase.checkout_url, entry('4242 4242 4242 4242'))
    const back = new URL(paid.headers.get('location') ?? '')
    const page = await native.server.app.inject({ url: back.pathname })
    expect([page.statusCode, page.headers.location]).toEqual([303, success_url])
    expect(await get(`/v1/accounts/paged/subscriptions/${body.subscription.id}`)).toMatchObject({
      status: 'active',
      bill: null,
      started_at: expect.any(String),
    })
    expect(await available('paged', '?member=ada')).toBe('1100')
  })

  test('for another wish gives the page up that was not paid', async () => {
    const { team, subscribe, get } = shop
    await team('wishes', ['ada'], null)
    const first = await subscribe('wishes', { seats: 1 })
    const second = await subscribe('wishes', { seats: 2 })
    expect([second.status, second.body.subscription.seats]).toEqual([202, 2])
    // Without an e-mail address nothing can be sent, and what waits goes on waiting.
    const invoiced = await subscribe('wishes', { seats: 2, collection: 'send_invoice' })
    expect([invoiced.status, invoiced.body.code]).toEqual([402, 'payment_refused'])
    expect((await subscribe('wishes', { seats: 2 })).body).toEqual(second.body)
    const expecting = await subscribe('wishes', { seats: 3, expected_amount: '1.00' })
    expect(expecting.body.code).toBe('amount_changed')
    expect((await subscribe('wishes', { seats: 2 })).body).toEqual(second.body)
    const third = await subscribe('wishes', { seats: 3 })
    expect(third.status).toBe(202)
    const { items } = await get('/v1/accounts/wishes/subscriptions')
    expect(items.map(({ status }: { status: string }) => status)).toEqual([
      'incomplete',
      'canceled',
      'canceled',
    ])
    expect(await get(`/v1/accounts/wishes/purchases/${first.body.purchase.id}`)).toMatchObject({
      state: 'expired',
    })
  })

  test('with a card that declines is 402, names the bill, and leaves room for another try', async () => {
    const { team, subscribe, get, native } = shop
    await team('declined', ['ada'], 'pm_card_chargeCustomerFail')
    const { status, body } = await subscribe('declined')
    expect([status, body.code]).toEqual([402, 'card_declined'])
    expect(await get(`/v1/accounts/declined/purchases/${body.purchase}`)).toMatchObject({ state: 'failed' })
    expect((await get('/v1/accounts/declined/subscriptions')).items).toMatchObject([{ status: 'canceled' }])
    await native.card('declined')
    expect((await subscribe('declined')).status).toBe(201)
  })

  test('by an invoice that is sent begins on the day that it is paid', async () => {
    const { team, subscribe, get, native, wait } = shop
    await team('sent', ['ada'], null)
    await native.operator('PATCH', '/v1/accounts/sent/members/ada', { email: 'ada@sent.example' })
    const { status, body } = await subscribe('sent', { member: 'ada', collection: 'send_invoice' })
    expect([status, body.purchase.state]).toEqual([202, 'awaiting_checkout'])
    expect(body.purchase).toMatchObject({ paying_by: 'invoice', invoice: { url: expect.any(String) } })
    await wait('sent', 3)
    await native.stripe.invoices.pay(body.purchase.invoice.id, { paid_out_of_band: true })
    // Nobody tells of it here, so it is found by who looks.
    const back = await native.server.app.inject({ url: `/checkout/sent/${body.purchase.id}` })
    expect(back.statusCode).toBeLessThan(400)
    const subscription = await get(`/v1/accounts/sent/subscriptions/${body.subscription.id}`)
    expect(subscription.status).toBe('active')
    const days = (Date.parse(subscription.started_at) - Date.parse(subscription.created_at)) / 86_400_000
    expect(Math.floor(days)).toBe(3)
  })

  test('under a key is one subscription, also after a lost answer', async () => {
    const { team, subscribe, get, native, paid } = shop
    await team('lost', ['ada'])
    const headers = { 'idempotency-key': 'begin' }
    await native.tell('POST', '/faults', { kind: 'error', status: 500, path: '/v1/invoices', times: 50 })
    const first = await subscribe('lost', {}, headers)
    expect([first.status, first.body.purchase.state]).toEqual([202, 'charging'])
    await native.tell('DELETE', '/faults')
    const again = await subscribe('lost', {}, headers)
    expect([again.status, again.body.subscription.status]).toEqual([201, 'active'])
    expect(again.body.subscription.id).toBe(first.body.subscription.id)
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect((await subscribe('lost', { seats: 3 }, headers)).body.code).toBe('idempotency_key_reused')
    expect((await get('/v1/accounts/lost/subscriptions')).items).toHaveLength(1)
    expect(await paid('lost')).toEqual(['19.00'])
  })

  test('under a key is told again, though who subscribed is no member any more', async () => {
    const { team, subscribe, native, paid } = shop
    await team('left', ['ada', 'bob'])
    const [more, headers] = [{ member: 'ada' }, { 'idempotency-key': 'begin' }]
    const first = await subscribe('left', more, headers)
    await native.operator('DELETE', '/v1/accounts/left/members/ada')
    const again = await subscribe('left', more, headers)
    expect([again.status, again.body.subscription.id]).toEqual([201, first.body.subscription.id])
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect((await subscribe('left', more)).body.code).toBe('member_not_found')
    expect(await paid('left')).toEqual(['19.00'])
  })

  test.each([
    ['nobody', {}, 404, 'account_not_found'],
    ['picky', { plan: 'none' }, 404, 'plan_not_found'],
    ['picky', { credits_per_seat: '7' }, 422, 'plan_not_offered'],
    ['picky', { credits_per_seat: '5000', interval: 'year' }, 422, 'plan_not_offered'],
    ['picky', { plan: 'lot', seats: 2 }, 422, 'seats_out_of_range'],
    ['picky', { expected_amount: '18.99' }, 409, 'amount_changed'],
    ['picky', { expected_amount: '18.995' }, 400, 'invalid_request'],
    ['picky', { member: 'nobody' }, 404, 'member_not_found'],
    ['picky', { payment_method: 'pm_none' }, 404, 'payment_method_not_found'],
    ['picky', { success_url: 'javascript:alert(1)' }, 400, 'redirect_not_allowed'],
    ['loner', { seats: 2 }, 422, 'seats_out_of_range'],
  ])('for %s with %o is refused: %i %s', async (whom, more, status, code) => {
    await shop.team('picky', ['ada'])
    await shop.native.operator('POST', '/v1/accounts', { id: 'loner', kind: 'user', name: 'Loner' })
    const answer = await shop.subscribe(whom, more)
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  test('to a quantity is one lot of credits for everybody', async () => {
    const { team, begun, available, native } = shop
    await team('lots', ['ada'])
    const path = await begun('lots', { plan: 'lot', seats: 1, credits_per_seat: '2500' })
    expect(await available('lots', '?member=ada', 'chat')).toBe('2500')
    const { body } = await native.operator('PUT', `${path}/seats/ada`)
    expect(body.code).toBe('no_free_seat')
  })
})

describe('a preview of a start', () => {
  const preview = (account: string, more: object = {}) =>
    shop.native.operator('POST', `/v1/accounts/${account}/subscriptions/preview`, {
      ...{ plan: 'team', seats: 2, credits_per_seat: '1000' },
      ...more,
    })

  test('says what it then costs and brings, and changes nothing', async () => {
    const { team, subscribe, get, available } = shop
    await team('asked', ['ada', 'bob'])
    const { status, body } = await preview('asked', { interval: 'year' })
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({
        kind: 'start',
        seats: 2,
        immediate: true,
        amount_due: '190.00',
        currency: 'usd',
        credits: '2200',
        renewal_amount: '190.00',
        lines: [{ text: expect.stringContaining('2 seats'), amount: '190.00' }],
      }),
    ])
    expect((await get('/v1/accounts/asked/subscriptions')).items).toEqual([])
    const begun = await subscribe('asked', { interval: 'year', expected_amount: body.amount_due })
    expect(begun.body.purchase.total).toBe(body.amount_due)
    expect(await available('asked', '?member=bob')).toBe('1100')
  })

  test('refuses what would be refused', async () => {
    await shop.native.operator('POST', '/v1/accounts', { id: 'alone', kind: 'user', name: 'Alone' })
    const codes = await Promise.all([
      preview('nobody').then(({ body }) => body.code),
      preview('alone').then(({ body }) => body.code),
      preview('alone', { plan: 'none' }).then(({ body }) => body.code),
      preview('alone', { seats: 1, credits_per_seat: '2' }).then(({ body }) => body.code),
    ])
    expect(codes).toEqual(['account_not_found', 'seats_out_of_range', 'plan_not_found', 'plan_not_offered'])
  })
})

test('roles: who may buy may subscribe, and everybody may look', async () => {
  const { team, begun, native } = shop
  await team('roles', ['ada'])
  const path = await begun('roles')
  const terms = { plan: 'lot', seats: 1, credits_per_seat: '100' }
  for (const [role, status] of [
    ['viewer', 403],
    ['spender', 403],
    ['admin', 201],
  ] as const) {
    const client = await native.keyFor({ account: 'roles', role })
    for (const part of ['', '/overview', '/events', '/seats'])
      expect((await client('GET', `${path}${part}`)).status).toBe(200)
    expect((await client('POST', `${path}/preview`, { seats: 3 })).status).toBe(200)
    expect((await client('POST', '/v1/accounts/roles/subscriptions', terms)).status).toBe(status)
    expect((await client('POST', `${path}/cancel`, { at: 'now' })).body.code).toBe('forbidden')
    expect((await client('GET', '/v1/subscriptions')).body.code).toBe('forbidden')
  }
})

test('a key that is bound to a member subscribes as that member and for nobody else', async () => {
  const { team, native } = shop
  await team('bound', ['ada', 'bob'])
  const client = await native.keyFor({ account: 'bound', member: 'bob', role: 'admin' })
  const terms = { plan: 'team', seats: 1, credits_per_seat: '1000' }
  const other = await client('POST', '/v1/accounts/bound/subscriptions', { ...terms, member: 'ada' })
  expect([other.status, other.body.code]).toEqual([403, 'forbidden'])
  const own = await client('POST', '/v1/accounts/bound/subscriptions', terms)
  expect([own.status, own.body.subscription.member]).toEqual([201, 'bob'])
  // Who subscribes is first to get a seat.
  expect(await shop.available('bound', '?member=bob')).toBe('1100')
  expect(await shop.available('bound', '?member=ada')).toBe('0')
})
