import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../native/server.ts'
import { openSeller, type Seller } from './world.ts'

let seller: Seller
beforeAll(async () => {
  seller = await openSeller()
})

const DAY_MS = 86_400_000

interface Held {
  readonly call: Client
  readonly customer: string
  readonly product: string
  post(what: string, body: object, headers?: Record<string, string>): ReturnType<Client>
  transactions(query?: string): Promise<{ meta: object; data: Record<string, unknown>[] }>
}

async function held(): Promise<Held> {
  const call = await seller.key()
  const customer = await seller.customer()
  const product = await seller.product()
  const path = `/v1/customers/${customer}/credits/${product}`
  return {
    call,
    customer,
    product,
    post: (what, body, headers = {}) => call('POST', `${path}/${what}`, body, headers),
    transactions: async (query = '') => (await call('GET', `${path}/transactions${query}`)).body,
  }
}

const keyed = () => ({ 'Idempotency-Key': randomUUID() })
const credits = (customer: string) => `/v1/customers/${customer}/credits`

describe('credit products', () => {
  test('that are created are listed, empty, and there is one of each', async () => {
    const { call, customer, product } = await held()
    const key = keyed()
    const made = await call('POST', credits(customer), { product_id: product }, key)
    expect(made).toMatchObject({ status: 201 })
    expect(made.body).toEqual({
      product_id: product,
      customer_id: customer,
      name: 'Tokens',
      current_balance: 0,
      low_count_threshold: null,
      last_refreshed_at: made.body.created_at,
      auto_topup: null,
      created_at: expect.stringMatching(/Z$/),
      updated_at: made.body.created_at,
    })
    expect(await call('POST', credits(customer), { product_id: product }, key)).toMatchObject({
      status: 201,
      body: made.body,
    })
    expect(await call('POST', credits(customer), { product_id: product })).toMatchObject({ status: 409 })
    const { body } = await call('GET', credits(customer))
    const last_refreshed_at = body.data[0].last_refreshed_at
    expect(body).toEqual({
      meta: { total: 1, taken: 1, skipped: 0 },
      data: [{ ...made.body, last_refreshed_at }],
    })
  })

  test('are listed too once there were credits, with the balance of this moment', async () => {
    const { call, customer, product, post } = await held()
    const other = await seller.product({ name: 'Images' })
    const body = { product_id: other, name: 'Pictures', low_count_threshold: 2.5 }
    expect((await call('POST', credits(customer), body)).status).toBe(201)
    await post('topup', { credit_count: 10, expires_at: new Date(Date.now() + DAY_MS).toISOString() })
    await post('topup', { credit_count: 5 })
    await post('usage', { usage_retained: 0.5 })
    const listed = async (query = '') => (await call('GET', `${credits(customer)}${query}`)).body
    expect((await listed()).data).toMatchObject([
      { product_id: product, name: 'Tokens', current_balance: 14.5, low_count_threshold: null },
      { product_id: other, name: 'Pictures', current_balance: 0, low_count_threshold: 2.5 },
    ])
    seller.advance(DAY_MS)
    const again = await seller.key()
    expect((await again('GET', credits(customer))).body.data[0].current_balance).toBe(5)
    seller.advance(-DAY_MS)
    expect(await listed('?take=1&skip=1')).toMatchObject({
      meta: { total: 2, taken: 1, skipped: 1 },
      data: [{ product_id: other }],
    })
    expect(await listed('?skip=2')).toEqual({ meta: { total: 2, taken: 0, skipped: 2 }, data: [] })
  })

  test.each([
    ['a balance to begin with', { current_balance: 5 }, /top-up/],
    ['automatic top-ups', { auto_topup: { credit_count: 5 } }, /not offered/],
    ['a name that is none', { name: '' }, /name/],
  ])('with %s are refused', async (_, more, message) => {
    const { call, customer, product } = await held()
    const { status, body } = await call('POST', credits(customer), { product_id: product, ...more })
    expect([status, body.message]).toEqual([400, expect.stringMatching(message)])
  })

  test('of whom and what is not there are 404', async () => {
    const { call, customer, product } = await held()
    const said = async (method: string, path: string, body?: object) => (await call(method, path, body)).body
    const nobody = { message: 'Customer not found' }
    const nothing = { message: 'Product not found' }
    expect(await said('GET', credits('cus_none'))).toEqual(nobody)
    expect(await said('POST', credits('cus_none'), { product_id: product })).toEqual(nobody)
    expect(await said('POST', credits(customer), { product_id: 'itm_none' })).toEqual(nothing)
    expect(await said('GET', `${credits('cus_none')}/${product}/transactions`)).toEqual(nobody)
    expect(await said('GET', `${credits(customer)}/itm_none/transactions`)).toEqual(nothing)
    for (const [what, body] of [
      ['topup', { credit_count: 1 }],
      ['usage', { usage_retained: 1 }],
    ] as const) {
      expect(await said('POST', `${credits('cus_none')}/${product}/${what}`, body)).toEqual(nobody)
      expect(await said('POST', `${credits(customer)}/itm_none/${what}`, body)).toEqual(nothing)
    }
  })
})

describe('transactions', () => {
  test('are what came, was used and expired, newest first, each with the balance after it', async () => {
    const { post, transactions, customer, product } = await held()
    const expires_at = new Date(Date.now() + DAY_MS).toISOString()
    const first = await post('topup', { credit_count: 3, expires_at })
    const second = await post('topup', { credit_count: 10 })
    const used = await post('usage', { usage_retained: 2.25 })
    expect([first.status, second.status, used.status]).toEqual([201, 201, 201])
    // What draws on two grants is one transaction.
    const holds = `/v1/accounts/${customer}/holds`
    const asked = { credit_type: product, amount: '1', ttl_seconds: 60 }
    const { body: hold } = await seller.operator('POST', holds, asked)
    expect((await seller.operator('POST', `${holds}/${hold.id}/capture`)).status).toBe(200)
    expect(await transactions()).toMatchObject({
      meta: { total: 4, taken: 4, skipped: 0 },
      data: [{ type: 'usage', credit_count: 1, balance_after: 9.75 }, used.body, second.body, first.body],
    })
    expect(first.body).toEqual({
      id: expect.stringMatching(/^cdt_[0-9a-z]{26}$/),
      product_id: product,
      price: null,
      customer_id: customer,
      payment_method_id: null,
      invoice_id: null,
      event_id: null,
      aggregator_id: null,
      expires_at,
      type: 'topup',
      source: 'api',
      amount_excluding_tax: null,
      credit_count: 3,
      balance_after: 3,
      created_at: expect.stringMatching(/Z$/),
      updated_at: first.body.created_at,
    })
    expect(used.body).toMatchObject({
      type: 'usage',
      credit_count: 2.25,
      balance_after: 10.75,
      expires_at: null,
    })
  })

  test('tell of an expiry at the moment of it, whether or not a job has run', async () => {
    const { post, customer, product } = await held()
    const expires_at = new Date(Date.now() + DAY_MS).toISOString()
    await post('topup', { credit_count: 3, expires_at })
    await post('topup', { credit_count: 10 })
    await post('usage', { usage_retained: 1 })
    seller.advance(2 * DAY_MS)
    const call = await seller.key()
    const { body } = await call('GET', `${credits(customer)}/${product}/transactions?take=1`)
    seller.advance(-2 * DAY_MS)
    expect(body).toMatchObject({
      meta: { total: 4, taken: 1, skipped: 0 },
      data: [
        {
          id: expect.stringMatching(/^cdt_[0-9a-z]{26}_4$/),
          type: 'expiration',
          source: 'system',
          credit_count: 2,
          balance_after: 10,
          expires_at,
          created_at: expires_at,
        },
      ],
    })
  })

  test('come in pages that leave nothing out and tell nothing twice', async () => {
    const { post, transactions } = await held()
    for (let count = 1; count <= 3; count += 1) await post('topup', { credit_count: count })
    // Two grants in one debit.
    await post('usage', { usage_retained: 2.5 })
    await post('usage', { usage_retained: 1 })
    const whole = await transactions()
    expect(whole.meta).toEqual({ total: 5, taken: 5, skipped: 0 })
    expect(whole.data.map(({ balance_after }) => balance_after)).toEqual([2.5, 3.5, 6, 3, 1])
    const paged = []
    for (let skip = 0; skip < 6; skip += 2) {
      const { meta, data } = await transactions(`?take=2&skip=${skip}`)
      expect(meta).toEqual({ total: 5, taken: data.length, skipped: skip })
      paged.push(...data)
    }
    expect(paged).toEqual(whole.data)
    expect((await transactions('?take=0')).meta).toEqual({ total: 5, taken: 0, skipped: 0 })
  })

  test.each(['take=101', 'take=-1', 'take=x', 'skip=-1', 'skip=1.5'])('with %s are 400', async (query) => {
    const { call, customer, product } = await held()
    const { status, body } = await call('GET', `${credits(customer)}/${product}/transactions?${query}`)
    expect([status, body.message]).toEqual([400, expect.stringMatching(/^(take|skip) must be/)])
  })

  test('that pay a debt leave only the rest of what came', async () => {
    const { post, transactions, customer, product } = await held()
    const { body: grant } = await seller.operator('POST', `/v1/accounts/${customer}/grants`, {
      credit_type: product,
      amount: '10',
    })
    await post('usage', { usage_retained: 8 })
    await seller.operator('POST', `/v1/accounts/${customer}/grants/${grant.id}/revoke`, { spent: 'debt' })
    const topup = await post('topup', { credit_count: 20 })
    expect(topup.body).toMatchObject({ credit_count: 20, balance_after: 12 })
    expect((await transactions()).data[0]).toEqual(topup.body)
  })
})

describe('usage', () => {
  test('of one event is burned once, for good, whatever the key says', async () => {
    const { post, transactions } = await held()
    await post('topup', { credit_count: 10 })
    const event = { usage_retained: 4, event_id: 'evt_1' }
    const first = await post('usage', event)
    expect(first).toMatchObject({ status: 201, body: { event_id: 'evt_1', balance_after: 6 } })
    expect((await post('usage', event)).body).toEqual(first.body)
    expect((await post('usage', event, keyed())).body).toEqual(first.body)
    expect((await post('usage', { ...event, usage_retained: 5 })).status).toBe(417)
    expect((await transactions()).data[0]).toEqual(first.body)
    expect((await post('usage', { ...event, event_id: 'evt_2' })).body.balance_after).toBe(2)
  })

  test('without enough credits is 422 and may be tried again', async () => {
    const { post } = await held()
    const [key, event] = [keyed(), { usage_retained: 1, event_id: 'evt_1' }]
    const short = await post('usage', { usage_retained: 1 }, key)
    expect(short).toMatchObject({
      status: 422,
      body: { message: expect.stringMatching(/has no|are available/) },
    })
    expect((await post('usage', event)).status).toBe(422)
    await post('topup', { credit_count: 2 })
    const done = await post('usage', { usage_retained: 1 }, key)
    expect(done).toMatchObject({ status: 201, body: { balance_after: 1 } })
    expect((await post('usage', { usage_retained: 1 }, key)).body).toEqual(done.body)
    expect(await post('usage', event)).toMatchObject({ status: 201, body: { balance_after: 0 } })
  })

  test.each([0, -1, '1', null])('of %j is 400', async (usage_retained) => {
    const { post } = await held()
    expect((await post('usage', { usage_retained })).status).toBe(400)
  })
})

describe('a top-up', () => {
  test('under a key is given once, and never expires unless it says so', async () => {
    const { post, transactions } = await held()
    const key = keyed()
    const first = await post('topup', { credit_count: 7 }, key)
    expect(first).toMatchObject({ status: 201, body: { expires_at: null, balance_after: 7 } })
    await post('usage', { usage_retained: 2 })
    expect((await post('topup', { credit_count: 7 }, key)).body).toEqual(first.body)
    expect((await post('topup', { credit_count: 8 }, key)).status).toBe(417)
    expect((await transactions()).data).toHaveLength(2)
  })

  test('that has expired already is 400', async () => {
    const { post } = await held()
    const { status, body } = await post('topup', { credit_count: 7, expires_at: '2024-12-20T16:04:11Z' })
    expect([status, body.message]).toEqual([400, expect.stringMatching(/expiry/)])
  })
})
