import { beforeAll, describe, expect, test } from 'vitest'
import { entry, submit } from '../../sandbox/world.ts'
import { type NativeServer, nativeServer } from './server.ts'

let native: NativeServer
const buy = (account: string, amount: string, more: object = {}, headers = {}) => {
  const body = { credit_type: 'agent', amount, ...more }
  return native.operator('POST', `/v1/accounts/${account}/purchases`, body, headers)
}
const available = async (account: string) =>
  (await native.operator('GET', `/v1/accounts/${account}/balances/agent`)).body.available
const account = (id: string, more: object = {}) =>
  native.operator('POST', '/v1/accounts', { id, kind: 'team', name: `Team ${id}`, ...more })
const get = async (path: string) => (await native.operator('GET', path)).body

beforeAll(async () => {
  native = await nativeServer()
  const { operator } = native
  await operator('POST', '/v1/credit-types', { id: 'agent', name: 'Agent credits', unit_price: '0.01' })
  await operator('POST', '/v1/credit-types', { id: 'gift', name: 'Not sold' })
})

describe('buying', () => {
  test('with a saved card charges at once, and the credits are there', async () => {
    await account('team_card')
    await native.card('team_card')
    const { status, body } = await buy('team_card', '1000', { source: 'console' })
    expect([status, body.state, body.amount]).toEqual([201, 'paid', '1000'])
    expect(body).toMatchObject({
      currency: 'usd',
      subtotal: '10.00',
      total: '10.00',
      unit_price: '0.01',
      paying_by: 'card',
      card: { brand: 'visa', last4: '4242' },
      source: 'console',
      refunded: '0.00',
      revoked: '0',
      checkout_url: null,
      failure: null,
    })
    expect(await available('team_card')).toBe('1000')
    expect(await get(`/v1/accounts/team_card/grants/${body.grant}`)).toMatchObject({
      source: 'purchase',
      amount: '1000',
    })
    const { transitions, ...rest } = await get(`/v1/accounts/team_card/purchases/${body.id}`)
    expect(rest).toEqual(body)
    expect(transitions).toMatchObject([
      { from: null, to: 'pending', cause: 'buy' },
      { from: 'pending', to: 'charging', cause: 'charge' },
      { from: 'charging', to: 'paid' },
    ])
  })

  test('without a card opens a page, and the return page settles it and sends the buyer on', async () => {
    await account('team_page')
    const success_url = 'https://shop.example/billing?done=1'
    const { status, body } = await buy('team_page', '500', { success_url })
    expect([status, body.state, body.paying_by]).toEqual([202, 'awaiting_checkout', 'checkout'])
    expect(await available('team_page')).toBe('0')
    const paid = await submit(body.checkout_url, entry('4242 4242 4242 4242'))
    const back = new URL(paid.headers.get('location') ?? '')
    expect(back.pathname).toBe(`/checkout/team_page/${body.id}`)
    const page = await native.server.app.inject({ url: back.pathname })
    expect([page.statusCode, page.headers.location]).toEqual([303, success_url])
    expect(await available('team_page')).toBe('500')
    expect(await get(`/v1/accounts/team_page/purchases/${body.id}`)).toMatchObject({
      state: 'paid',
      checkout_url: null,
      success_url,
      invoice: { url: expect.stringMatching(/^http/) },
      transitions: [{ to: 'pending' }, { to: 'awaiting_checkout' }, { to: 'paid', cause: 'return_page' }],
    })
    // The card was saved with it, and pays the next purchase.
    expect((await buy('team_page', '100')).body).toMatchObject({ state: 'paid', paying_by: 'card' })
  })

  test('a decline names the purchase, which says why', async () => {
    await account('team_declined')
    await native.card('team_declined', 'pm_card_chargeCustomerFail')
    const { status, body, headers } = await buy('team_declined', '1000')
    expect([status, body.code]).toEqual([402, 'card_declined'])
    expect(headers['content-type']).toMatch(/^application\/problem\+json/)
    const purchase = await get(`/v1/accounts/team_declined/purchases/${body.purchase}`)
    expect(purchase).toMatchObject({ state: 'failed', failure: { code: 'card_declined' }, grant: null })
    expect(await available('team_declined')).toBe('0')
  })

  test('a card that wants its owner goes on with a page', async () => {
    await account('team_3ds')
    await native.card('team_3ds', 'pm_card_authenticationRequired')
    const { status, body } = await buy('team_3ds', '1000')
    expect([status, body.state, body.paying_by]).toEqual([202, 'awaiting_checkout', 'card'])
    expect(body.checkout_url).toMatch(/^http/)
  })

  test('a lost answer is 202, and the same key tells how it went', async () => {
    await account('team_lost')
    await native.card('team_lost')
    const headers = { 'idempotency-key': 'lost' }
    await native.tell('POST', '/faults', { kind: 'error', status: 500, path: '/v1/invoices', times: 50 })
    const { status, body } = await buy('team_lost', '1000', {}, headers)
    expect([status, body.state]).toEqual([202, 'charging'])
    await native.tell('DELETE', '/faults')
    const again = await buy('team_lost', '1000', {}, headers)
    expect([again.status, again.body.id, again.body.state]).toEqual([201, body.id, 'paid'])
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(await available('team_lost')).toBe('1000')
    expect((await buy('team_lost', '1001', {}, headers)).body.code).toBe('idempotency_key_reused')
  })

  test('is refused at once where Stripe’s key may not do it, and leaves nothing to be paid', async () => {
    await account('team_forbidden')
    await native.card('team_forbidden')
    await native.tell('POST', '/faults', {
      kind: 'error',
      status: 403,
      method: 'POST',
      path: '/v1/invoiceitems',
      times: 50,
    })
    const { status, body } = await buy('team_forbidden', '1000')
    expect([status, body.code]).toEqual([402, 'payment_refused'])
    expect(JSON.stringify(body)).not.toMatch(/rk_|rak_/)
    await native.tell('DELETE', '/faults')
    expect((await get('/v1/accounts/team_forbidden/invoices')).items).toEqual([])
    expect((await buy('team_forbidden', '1000')).status).toBe(201)
  })

  test('says when the credits expire', async () => {
    await account('team_expiry')
    await native.card('team_expiry')
    const { body } = await buy('team_expiry', '100', { expires_at: '2099-01-01T00:00:00Z' })
    expect(await get(`/v1/accounts/team_expiry/grants/${body.grant}`)).toMatchObject({
      expires_at: '2099-01-01T00:00:00.000Z',
    })
    const past = await buy('team_expiry', '100', { expires_at: '2020-01-01T00:00:00Z' })
    expect([past.status, past.body.code]).toEqual([400, 'expiry_not_ahead'])
  })

  test.each([
    ['nobody', {}, 404, 'account_not_found'],
    ['team_card', { credit_type: 'gift' }, 409, 'not_for_sale'],
    ['team_card', { credit_type: 'none' }, 404, 'credit_type_not_found'],
    ['team_card', { price: 'pri_none' }, 404, 'price_not_found'],
    ['team_card', { payment_method: 'pm_none' }, 404, 'payment_method_not_found'],
    ['team_card', { amount: '0.1' }, 400, 'amount_too_small'],
    ['team_card', { amount: '1000000000000' }, 400, 'credits_out_of_range'],
    ['team_card', { success_url: 'javascript:alert(1)' }, 400, 'redirect_not_allowed'],
    ['team_card', { cancel_url: '/back' }, 400, 'redirect_not_allowed'],
  ])('for %s with %o is refused: %i %s', async (whom, more, status, code) => {
    const answer = await buy(whom, '1000', more)
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  test('is not for a spender, whose key is with what burns', async () => {
    await account('team_roles')
    await native.card('team_roles')
    const body = { credit_type: 'agent', amount: '100' }
    for (const [role, status] of [
      ['admin', 201],
      ['spender', 403],
      ['viewer', 403],
    ] as const) {
      const client = await native.keyFor({ account: 'team_roles', role })
      expect((await client('POST', '/v1/accounts/team_roles/purchases', body)).status).toBe(status)
    }
    expect(await available('team_roles')).toBe('100')
  })
})

describe('prices', () => {
  const create = (more: object) => native.operator('POST', '/v1/prices', { credit_type: 'agent', ...more })
  const quote = (more: object) =>
    native.operator('POST', '/v1/accounts/team_card/quotes', { credit_type: 'agent', ...more })

  test('of each kind are quoted, and bought at', async () => {
    const unit = await create({ scheme: 'unit', unit_price: '0.005' })
    const bundle = await create({ scheme: 'bundle', pack_size: '1000', pack_price: '9.5' })
    const volume = await create({
      scheme: 'volume',
      tiers: [{ up_to: '999.999999', unit_price: '0.01' }, { unit_price: '0.008' }],
    })
    expect(bundle.body).toMatchObject({ scheme: 'bundle', pack_size: '1000', pack_price: '9.50' })
    expect(volume.body.tiers).toEqual([
      { up_to: '999.999999', unit_price: '0.01' },
      { up_to: null, unit_price: '0.008' },
    ])
    for (const [price, amount, subtotal] of [
      [null, '1000', '10.00'],
      [null, '99.999999', '1.00'],
      [unit.body.id, '101', '0.51'],
      [bundle.body.id, '3000', '28.50'],
      [volume.body.id, '999.999999', '10.00'],
      [volume.body.id, '1000', '8.00'],
    ] as const)
      expect((await quote({ amount, price })).body).toMatchObject({
        amount,
        subtotal,
        currency: 'usd',
        price,
        taxed: false,
      })
    expect((await quote({ amount: '1500', price: bundle.body.id })).body.code).toBe('not_a_whole_pack')
    const bought = await buy('team_card', '2000', { price: bundle.body.id })
    expect(bought.body).toMatchObject({ state: 'paid', subtotal: '19.00', price: bundle.body.id })
  })

  test('that are not what the buyer was told are refused before anything is written', async () => {
    const list = () => get('/v1/accounts/team_card/purchases?limit=200')
    const before = await list()
    const key = { 'idempotency-key': 'told' }
    for (const expected_amount of ['9.99', '0', '10.001']) {
      const { status, body } = await buy('team_card', '1000', { expected_amount })
      expect([status, body.code], expected_amount).toEqual([409, 'amount_changed'])
    }
    expect(await list()).toEqual(before)
    const bought = await buy('team_card', '1000', { expected_amount: '10' }, key)
    expect(bought.body).toMatchObject({ state: 'paid', subtotal: '10.00' })
    await native.operator('PATCH', '/v1/credit-types/agent', { unit_price: '0.02' })
    const again = await buy('team_card', '1000', { expected_amount: '10' }, key)
    expect(again.body.id).toBe(bought.body.id)
    await native.operator('PATCH', '/v1/credit-types/agent', { unit_price: '0.01' })
  })

  test('are listed, and nothing is sold at an archived one', async () => {
    const { body } = await create({ scheme: 'unit', unit_price: '0.5' })
    const gone = await native.operator('DELETE', `/v1/prices/${body.id}`)
    expect(gone.body).toMatchObject({ id: body.id, archived_at: expect.any(String) })
    expect((await native.operator('DELETE', `/v1/prices/${body.id}`)).body).toEqual(gone.body)
    expect(await get(`/v1/prices/${body.id}`)).toEqual(gone.body)
    expect((await get('/v1/prices?credit_type=agent&limit=200')).items).toContainEqual(gone.body)
    expect((await get('/v1/prices?credit_type=gift')).items).toEqual([])
    expect((await quote({ amount: '10', price: body.id })).body.code).toBe('price_not_found')
  })

  test.each([
    [{ scheme: 'unit' }, 'unit_price'],
    [{ scheme: 'unit', unit_price: '1', pack_size: '5' }, 'pack_size'],
    [{ scheme: 'bundle', pack_size: '5' }, 'pack_price'],
    [{ scheme: 'bundle', pack_size: '5', pack_price: '1.005' }, 'pack_price'],
    [{ scheme: 'bundle', pack_size: '5', pack_price: '1.5', currency: 'jpy' }, 'pack_price'],
    [{ scheme: 'bundle', pack_size: '5', pack_price: '50.5', currency: 'ugx' }, 'pack_price'],
    [{ scheme: 'volume', tiers: [{ up_to: '5', unit_price: '1' }] }, 'tiers'],
    [{ scheme: 'volume', tiers: [{ unit_price: '1' }, { unit_price: '2' }] }, 'tiers'],
  ])('that make no sense are refused: %o', async (terms, field) => {
    const { status, body } = await create(terms)
    expect([status, body.errors?.[0].field]).toEqual([400, field])
  })
})

describe('lists', () => {
  test('of an account and of all, by state and page by page', async () => {
    await account('team_list')
    await native.card('team_list')
    const ids: string[] = []
    for (const amount of ['100', '200', '300']) ids.push((await buy('team_list', amount)).body.id)
    const first = await get('/v1/accounts/team_list/purchases?limit=2')
    const second = await get(`/v1/accounts/team_list/purchases?limit=2&cursor=${first.next_cursor}`)
    const listed = [...first.items, ...second.items].map(({ id }) => id)
    expect([...listed].sort()).toEqual(ids.sort())
    expect(second.next_cursor).toBeNull()
    expect((await get('/v1/accounts/team_list/purchases?state=failed')).items).toEqual([])
    const failed = (await get('/v1/purchases?state=failed&limit=200')).items
    const whose = failed.map(({ account }: { account: string }) => account)
    expect(whose.sort()).toEqual(['team_declined', 'team_forbidden'])
    expect(await get('/v1/accounts/nobody/purchases')).toMatchObject({ code: 'account_not_found' })
  })
})

describe('refunds', () => {
  const refund = (whose: string, id: string, body?: object, headers = {}) =>
    native.operator('POST', `/v1/accounts/${whose}/purchases/${id}/refunds`, body, headers)

  test('in part and then whole take the credits back, and a key makes one of them', async () => {
    await account('team_back')
    await native.card('team_back')
    const { body: bought } = await buy('team_back', '1000')
    const headers = { 'idempotency-key': 'part' }
    const part = await refund('team_back', bought.id, { amount: '2.50', reason: 'too many' }, headers)
    expect([part.status, part.body.refund]).toEqual([
      201,
      expect.objectContaining({ amount: '2.50', status: 'succeeded', reason: 'too many', made_in: 'api' }),
    ])
    expect(part.body.purchase).toMatchObject({
      state: 'partially_refunded',
      refunded: '2.50',
      revoked: '250',
    })
    const again = await refund('team_back', bought.id, { amount: '2.50', reason: 'too many' }, headers)
    expect(again.body).toEqual(part.body)
    expect(await available('team_back')).toBe('750')
    const over = await refund('team_back', bought.id, { amount: '7.51' })
    expect([over.status, over.body.code]).toEqual([409, 'refund_exceeds_purchase'])
    const fine = await refund('team_back', bought.id, { amount: '0.005' })
    expect(fine.body.errors).toMatchObject([{ field: 'amount', message: expect.stringContaining('usd') }])
    const rest = await refund('team_back', bought.id)
    expect(rest.body).toMatchObject({ refund: { amount: '7.50' }, purchase: { state: 'refunded' } })
    expect(await available('team_back')).toBe('0')
    expect((await refund('team_back', bought.id)).body.code).toBe('purchase_not_refundable')
    const { items } = await get(`/v1/accounts/team_back/purchases/${bought.id}/refunds`)
    expect(items.map(({ amount }: { amount: string }) => amount)).toEqual(['2.50', '7.50'])
  })

  test('of what was not paid, or is not there', async () => {
    const { body } = await buy('team_declined', '1000')
    expect((await refund('team_declined', body.purchase)).body.code).toBe('purchase_not_refundable')
    expect((await refund('team_declined', 'pur_none')).body.code).toBe('purchase_not_found')
  })

  test('are the operator’s to make', async () => {
    const admin = await native.keyFor({ account: 'team_back', role: 'admin' })
    const { items } = await get('/v1/accounts/team_back/purchases')
    const path = `/v1/accounts/team_back/purchases/${items[0].id}/refunds`
    expect((await admin('POST', path)).body.code).toBe('forbidden')
    expect((await admin('GET', path)).status).toBe(200)
  })
})

describe('payment methods', () => {
  const path = '/v1/accounts/team_methods/payment-methods'

  test('are listed, chosen and removed, and saved on a page', async () => {
    await account('team_methods')
    expect(await get(path)).toEqual({ items: [], next_cursor: null })
    const page = await native.operator('POST', path, { success_url: 'https://shop.example/' })
    expect([page.status, page.body.url]).toEqual([201, expect.stringMatching(/^http/)])
    const visa = await native.card('team_methods')
    const amex = await native.card('team_methods', 'pm_card_amex')
    expect((await get(path)).items.find(({ id }: { id: string }) => id === amex)).toMatchObject({
      brand: 'amex',
      is_default: true,
    })
    const chosen = await native.operator('PUT', `${path}/${visa}/default`)
    expect([chosen.status, chosen.body]).toEqual([
      200,
      expect.objectContaining({ id: visa, is_default: true }),
    ])
    expect((await buy('team_methods', '100')).body.card.id).toBe(visa)
    expect((await buy('team_methods', '100', { payment_method: amex })).body.card.id).toBe(amex)
    const headers = { 'idempotency-key': 'remove' }
    const removed = await native.operator('DELETE', `${path}/${visa}`, undefined, headers)
    expect([removed.status, removed.body.id]).toEqual([200, visa])
    expect((await native.operator('DELETE', `${path}/${visa}`, undefined, headers)).body).toEqual(
      removed.body,
    )
    expect((await native.operator('DELETE', `${path}/${visa}`)).body.code).toBe('payment_method_not_found')
    expect((await get(path)).items).toMatchObject([{ id: amex, is_default: true }])
  })

  test('a page goes back only to where it may', async () => {
    const { body } = await native.operator('POST', path, { success_url: 'ftp://shop.example/' })
    expect(body.code).toBe('redirect_not_allowed')
  })
})

test('invoices are listed with the purchases that they bill', async () => {
  await account('team_bills')
  expect(await get('/v1/accounts/team_bills/invoices')).toEqual({ items: [], next_cursor: null })
  await native.card('team_bills')
  const older = (await buy('team_bills', '100')).body
  const newer = (await buy('team_bills', '200')).body
  const first = await get('/v1/accounts/team_bills/invoices?limit=1')
  expect(first.items).toMatchObject([
    { purchase: newer.id, id: newer.invoice.id, status: 'paid', total: '2.00', currency: 'usd' },
  ])
  const second = await get(`/v1/accounts/team_bills/invoices?limit=1&cursor=${first.next_cursor}`)
  expect(second.items).toMatchObject([{ purchase: older.id, total: '1.00' }])
})

test('how an account buys is the operator’s to say', async () => {
  const terms = { pays_with: 'card', hosted_checkout: true, spent_on_refund: 'write_off' }
  expect(
    (await account('team_terms', { hosted_checkout: true, spent_on_refund: 'write_off' })).body,
  ).toMatchObject(terms)
  const admin = await native.keyFor({ account: 'team_terms', role: 'admin' })
  const refused = await admin('PATCH', '/v1/accounts/team_terms', { spent_on_refund: 'debt' })
  expect([refused.status, refused.body.code]).toEqual([403, 'forbidden'])
  const changed = await native.operator('PATCH', '/v1/accounts/team_terms', { pays_with: 'commitment' })
  expect(changed.body).toMatchObject({ ...terms, pays_with: 'commitment' })
  expect(await get('/v1/accounts/team_terms')).toEqual(changed.body)
})
