import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { refresh } from '../../../src/core/purchases/look-again.ts'
import { mintingIds } from '../../../src/store/mint.ts'
import { answerBank, submit } from '../../sandbox/world.ts'
import type { Client } from '../native/server.ts'
import { openSeller, type Seller } from './world.ts'

let seller: Seller
beforeAll(async () => {
  seller = await openSeller()
})

interface Sale {
  readonly call: Client
  readonly customer: string
  readonly product: string
  readonly price: string
  readonly path: string
  buy(body: object, headers?: Record<string, string>): ReturnType<Client>
}

/** A customer with a card, a product, and a price for packs of 1000 at 25 dollars. */
async function sale(card?: string): Promise<Sale> {
  const call = await seller.key()
  const customer = await seller.customer(card)
  const product = await seller.product()
  const price = (await seller.price(product, PACKS)).id
  const path = `/v1/customers/${customer}/credits/${product}`
  const buy: Sale['buy'] = (body, headers = {}) => call('POST', `${path}/purchase`, body, headers)
  return { call, customer, product, price, path, buy }
}

const keyed = (key: string = randomUUID()) => ({ 'Idempotency-Key': key })
const PACKS = { scheme: 'bundle', pack_size_micro: 1_000_000_000n, pack_price_minor: 2500n } as const
const CUSTOM = { credit_count: 10, amount_excluding_tax: 500 }

describe('a purchase', () => {
  test('in packs of a bundle charges the card and answers the invoice and the balance', async () => {
    const { call, path, price, buy, customer, product } = await sale('pm_card_visa')
    const first = await buy({ credit_count: 2000, price_id: price })
    expect(first).toMatchObject({ status: 201, body: { new_credit_balance: 2000 } })
    expect(Object.keys(first.body)).toEqual(['invoice_id', 'new_credit_balance'])
    expect(first.body.invoice_id).toMatch(/^inv_\w+$/)
    const second = await buy({ credit_count: 1000, price_id: price })
    expect(second).toMatchObject({ status: 201, body: { new_credit_balance: 3000 } })
    expect(second.body.invoice_id).not.toBe(first.body.invoice_id)
    expect(await seller.charges(customer)).toBe(2)

    const invoice = await seller.stripe.invoices.retrieve(first.body.invoice_id.replace('inv_', 'in_'))
    expect(invoice).toMatchObject({ status: 'paid', total: 5000, currency: 'usd' })
    const { body } = await call('GET', `${path}/transactions`)
    expect(body).toEqual({
      meta: { total: 2, taken: 2, skipped: 0 },
      data: [
        expect.objectContaining({ credit_count: 1000, balance_after: 3000, amount_excluding_tax: 2500 }),
        {
          id: expect.stringMatching(/^cdt_[0-9a-z]{26}$/),
          product_id: product,
          price: { id: price, amount: 2500, pack_size: 1000 },
          customer_id: customer,
          payment_method_id: expect.stringMatching(/^pm_/),
          invoice_id: first.body.invoice_id,
          event_id: null,
          aggregator_id: null,
          expires_at: null,
          type: 'topup',
          source: 'api',
          amount_excluding_tax: 5000,
          credit_count: 2000,
          balance_after: 2000,
          created_at: expect.stringMatching(/^\d{4}-.*Z$/),
          updated_at: body.data[1].created_at,
        },
      ],
    })
  })

  test('at an amount of the caller has no price, and an expiry where one is said', async () => {
    const { call, path, buy } = await sale('pm_card_visa')
    const expires_at = new Date(Date.now() + 86_400_000).toISOString()
    expect((await buy({ ...CUSTOM, expires_at })).status).toBe(201)
    expect((await buy({ ...CUSTOM, price_id: null })).status).toBe(201)
    const { body } = await call('GET', `${path}/transactions`)
    expect(body.data).toMatchObject([
      { price: null, amount_excluding_tax: 500, expires_at: null, balance_after: 20 },
      { price: null, amount_excluding_tax: 500, expires_at, balance_after: 10 },
    ])
    seller.advance(2 * 86_400_000)
    expect(
      (await (await seller.key())('GET', path.replace(/\/[^/]+$/, ''))).body.data[0].current_balance,
    ).toBe(10)
    seller.advance(-2 * 86_400_000)
  })

  test('tells the balance digit by digit, also where no double holds it', async () => {
    const { buy, product, customer } = await sale('pm_card_visa')
    await seller.operator('POST', `/v1/accounts/${customer}/grants`, {
      credit_type: product,
      amount: '900000000000.123456',
    })
    const { secret } = await seller.key()
    const answer = await seller.server.app.inject({
      method: 'POST',
      url: `/v1/customers/${customer}/credits/${product}/purchase`,
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      payload: '{"credit_count": 10.000001, "amount_excluding_tax": 500}',
    })
    expect(answer.statusCode).toBe(201)
    expect(answer.payload).toMatch(/^{"invoice_id":"inv_\w+","new_credit_balance":900000000010\.123457}$/)
    expect((await buy({ credit_count: 1e-7, amount_excluding_tax: 500 })).body.message).toMatch(
      /six decimals/,
    )
  })

  test.each([
    ['neither an amount nor a price', { credit_count: 10 }, /exactly one/],
    ['both', { ...CUSTOM, price_id: 'pri_x' }, /exactly one/],
    ['no count', { amount_excluding_tax: 500 }, /credit_count is required/],
    ['a count of nothing', { ...CUSTOM, credit_count: 0 }, /above zero/],
    ['a count below zero', { ...CUSTOM, credit_count: -1 }, /credit_count must/],
    ['a count as text', { ...CUSTOM, credit_count: '10' }, /must be a number/],
    ['an amount of nothing', { ...CUSTOM, amount_excluding_tax: 0 }, /above zero/],
    ['a part of the smallest unit', { ...CUSTOM, amount_excluding_tax: 10.5 }, /smallest/],
    ['more money than can be charged', { ...CUSTOM, amount_excluding_tax: 100_000_000 }, /more than can be/],
    ['an expiry that is past', { ...CUSTOM, expires_at: '2024-12-20T16:04:11Z' }, /lie ahead/],
    ['an expiry that is no time', { ...CUSTOM, expires_at: 'tomorrow' }, /must be a time/],
    ['a price that is not there', { credit_count: 10, price_id: 'pri_x' }, /no price pri_x/],
  ])('with %s is 400 and charges nothing', async (_, body, message) => {
    const { buy, customer } = await sale('pm_card_visa')
    const answer = await buy(body)
    expect(answer).toMatchObject({ status: 400, body: { message: expect.stringMatching(message) } })
    expect(Object.keys(answer.body)).toEqual(['message'])
    expect(await seller.charges(customer)).toBe(0)
  })

  test('takes only a bundle, only of the product, and only whole packs', async () => {
    const { buy, product, price } = await sale('pm_card_visa')
    const elsewhere = await seller.price(await seller.product(), PACKS)
    const each = await seller.price(product, { scheme: 'unit', unit_price_micro: 1_000_000n })
    const wrong = async (credit_count: number, price_id: string) => {
      const { status, body } = await buy({ credit_count, price_id })
      return [status, body.message]
    }
    expect(await wrong(10, elsewhere.id)).toEqual([400, expect.stringMatching(/not one of/)])
    expect(await wrong(10, each.id)).toEqual([400, expect.stringMatching(/type bundle/)])
    expect(await wrong(1500, price)).toEqual([400, expect.stringMatching(/packs of 1000/)])
  })

  test('for a customer or a product that is not there is 404', async () => {
    const { call, customer, product } = await sale('pm_card_visa')
    const buy = (path: string) => call('POST', `/v1/customers/${path}/purchase`, CUSTOM)
    expect(await buy(`cus_none/credits/${product}`)).toMatchObject({
      status: 404,
      body: { message: 'Customer not found' },
    })
    expect(await buy(`${customer}/credits/itm_none`)).toMatchObject({
      status: 404,
      body: { message: 'Product not found' },
    })
  })

  test('without a card, or with one that declines, is 400 and gives nothing', async () => {
    const bare = await sale()
    expect(await bare.buy(CUSTOM)).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/no saved card/) },
    })
    const { buy, call, path, customer } = await sale('pm_card_chargeCustomerFail')
    expect(await buy(CUSTOM)).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/declined/) },
    })
    expect(await seller.charges(customer)).toBe(0)
    expect((await call('GET', `${path}/transactions`)).body.meta.total).toBe(0)
  })

  test('out of a committed balance has the purchase for its invoice', async () => {
    const { call, product } = await sale()
    const id = `cus_${randomUUID()}`
    await seller.operator('POST', '/v1/accounts', { id, kind: 'team', name: 'Acme', pays_with: 'commitment' })
    await seller.operator('POST', '/v1/credit-types', { id: 'miu', name: 'Committed', currency: 'usd' })
    await seller.operator('POST', `/v1/accounts/${id}/grants`, { credit_type: 'miu', amount: '6' })
    const buy = () => call('POST', `/v1/customers/${id}/credits/${product}/purchase`, CUSTOM)
    const paid = await buy()
    expect(paid).toMatchObject({ status: 201, body: { new_credit_balance: 10 } })
    const { body } = await call('GET', `/v1/customers/${id}/credits/${product}/transactions`)
    expect(body.data).toMatchObject([
      { invoice_id: paid.body.invoice_id, payment_method_id: null, amount_excluding_tax: 500 },
    ])
    expect((await buy()).status).toBe(400)
  })

  test('that its owner must confirm is 400 with the page, and is there once that was done', async () => {
    const { buy, customer } = await sale('pm_card_authenticationRequired')
    const key = keyed()
    const asked = await buy(CUSTOM, key)
    expect(asked.status).toBe(400)
    const [page] = /http\S+(?=\.$)/.exec(asked.body.message) ?? []
    expect((await buy(CUSTOM, key)).body.message).toContain(page)
    await answerBank((await submit(page, { answer: 'confirm' })).headers.get('location'), 'confirm')
    const [purchase] = (await seller.store.registry.purchases(customer, ANY, { limit: 1, after: null })).items
    const { store, payments } = seller
    const buying = { store, payments, ids: mintingIds(), redirects: null }
    await refresh(buying, customer, String(purchase?.id), 'test', Date.now())
    expect(await buy(CUSTOM, key)).toMatchObject({ status: 201, body: { new_credit_balance: 10 } })
    expect(await seller.charges(customer)).toBe(1)
  })
})

const ANY = { credit_type: null, states: null, dialect: null }

describe('a purchase under a key', () => {
  test('is made once, and answered the same again after the balance has moved', async () => {
    const { buy, call, path, customer } = await sale('pm_card_visa')
    const key = keyed()
    const first = await buy(CUSTOM, key)
    expect(first.status).toBe(201)
    await call('POST', `${path}/usage`, { usage_retained: 4 })
    const again = await buy({ amount_excluding_tax: 500, credit_count: 10 }, key)
    expect(again).toMatchObject({ status: 201, body: first.body })
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(await seller.charges(customer)).toBe(1)
    expect((await buy(CUSTOM)).body.new_credit_balance).toBe(16)
  })

  test('is as good as new after a refusal, and bound while something may still come of the call', async () => {
    const { buy, call, path } = await sale('pm_card_chargeCustomerFail')
    const post = (what: string, body: object, headers: Record<string, string>) =>
      call('POST', `${path}/${what}`, body, headers)
    const key = keyed()
    expect((await buy(CUSTOM, key)).status).toBe(400)
    expect((await buy({ ...CUSTOM, expires_at: '2020-01-01T00:00:00Z' }, key)).status).toBe(400)
    expect((await post('usage', { usage_retained: 1 }, key)).status).toBe(422)
    expect((await post('topup', { credit_count: 7 }, key)).status).toBe(201)
    expect((await buy(CUSTOM, key)).status).toBe(417)
    const asked = await sale('pm_card_authenticationRequired')
    const other = keyed()
    expect((await asked.buy(CUSTOM, other)).status).toBe(400)
    expect((await asked.buy({ ...CUSTOM, credit_count: 11 }, other)).status).toBe(417)
  })

  test('stands for its body and its URL, over all customers', async () => {
    const { buy, call, path } = await sale('pm_card_visa')
    const other = await sale('pm_card_visa')
    const key = keyed()
    expect((await buy(CUSTOM, key)).status).toBe(201)
    expect((await buy({ ...CUSTOM, credit_count: 11 }, key)).status).toBe(417)
    expect((await other.buy(CUSTOM, key)).status).toBe(417)
    expect((await call('POST', `${path}/topup`, CUSTOM, key)).status).toBe(417)
    expect(await seller.charges(other.customer)).toBe(0)
  })

  test('is tried again after a decline, because only a success is kept', async () => {
    const { buy, customer } = await sale('pm_card_chargeCustomerFail')
    const key = keyed()
    expect((await buy(CUSTOM, key)).status).toBe(400)
    expect((await buy(CUSTOM, key)).status).toBe(400)
    await seller.card(customer, 'pm_card_visa')
    const paid = await buy(CUSTOM, key)
    expect(paid).toMatchObject({ status: 201, body: { new_credit_balance: 10 } })
    expect(await buy(CUSTOM, key)).toMatchObject({ status: 201, body: paid.body })
    expect(await seller.charges(customer)).toBe(1)
  })

  test('is as good as new a day later', async () => {
    const { buy, customer } = await sale('pm_card_visa')
    const key = keyed()
    await buy(CUSTOM, key)
    seller.advance(86_400_001)
    const { status, body } = await buy({ ...CUSTOM, credit_count: 5 }, key)
    seller.advance(-86_400_001)
    expect([status, body.new_credit_balance]).toEqual([201, 15])
    expect(await seller.charges(customer)).toBe(2)
  })

  test('that came after declines is found for a day, however long ago those were', async () => {
    const { buy, customer } = await sale('pm_card_chargeCustomerFail')
    const key = keyed()
    for (let i = 0; i < 3; i += 1) expect((await buy(CUSTOM, key)).status).toBe(400)
    await seller.card(customer, 'pm_card_visa')
    const almostADay = 23 * 3_600_000
    seller.advance(almostADay)
    const paid = await buy(CUSTOM, key)
    seller.advance(almostADay)
    const again = await buy(CUSTOM, key)
    seller.advance(-2 * almostADay)
    expect(paid.status).toBe(201)
    expect(again).toMatchObject({ status: 201, body: paid.body })
    expect(await seller.charges(customer)).toBe(1)
  })

  test('that is under way is 409', async () => {
    const { buy, customer } = await sale('pm_card_visa')
    const key = keyed()
    const answers = await Promise.all(Array.from({ length: 5 }, () => buy(CUSTOM, key)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409])
    expect(await seller.charges(customer)).toBe(1)
  })

  test('must have sixteen characters', async () => {
    const { buy } = await sale('pm_card_visa')
    const { status, body } = await buy(CUSTOM, keyed('fifteen-letters'))
    expect([status, body.message]).toEqual([400, expect.stringMatching(/16 to 255/)])
  })
})

test('an outcome that nobody knows is 409, and the same key goes on with it', async () => {
  const { buy, customer } = await sale('pm_card_visa')
  const key = keyed()
  await seller.tell('POST', '/faults', { kind: 'lose_answer', path: '/v1/invoices/*/pay', times: 2 })
  for (const path of ['/v1/invoices', '/v1/invoices/*', '/v1/invoice_payments', '/v1/payment_intents*'])
    await seller.tell('POST', '/faults', { kind: 'reset', path, method: 'GET', times: 200 })
  const lost = await buy(CUSTOM, key)
  expect(lost).toMatchObject({ status: 409, body: { message: expect.stringMatching(/never charged twice/) } })
  await seller.tell('DELETE', '/faults')
  expect(await buy(CUSTOM, key)).toMatchObject({ status: 201, body: { new_credit_balance: 10 } })
  expect(await seller.charges(customer)).toBe(1)
})
