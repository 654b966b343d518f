import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { clientOf, failure, useWorld } from './world.ts'

const world = useWorld()

/** A call that the SDK's types would not let through. */
const raw = (method: string, path: string, params: Record<string, unknown> = {}) =>
  world.stripe.rawRequest(method, path, params)

describe('a list', () => {
  test('comes in pages, the newest first, both ways', async () => {
    const customer = await world.stripe.customers.create({})
    for (let index = 1; index <= 7; index++)
      await world.stripe.invoiceItems.create({ customer: customer.id, amount: index, currency: 'usd' })
    const list = (params: Stripe.InvoiceItemListParams) =>
      world.stripe.invoiceItems.list({ customer: customer.id, ...params })
    const amounts = ({ data }: { data: { amount: number }[] }) => data.map(({ amount }) => amount)

    const first = await list({ limit: 3 })
    expect(amounts(first)).toEqual([7, 6, 5])
    expect(first.has_more).toBe(true)
    const second = await list({ limit: 3, starting_after: first.data[2]?.id ?? '' })
    expect(amounts(second)).toEqual([4, 3, 2])
    const last = await list({ limit: 3, starting_after: second.data[2]?.id ?? '' })
    expect([amounts(last), last.has_more]).toEqual([[1], false])
    const back = await list({ limit: 2, ending_before: last.data[0]?.id ?? '' })
    expect([amounts(back), back.has_more]).toEqual([[3, 2], true])

    const all = []
    for await (const { amount } of list({ limit: 2 })) all.push(amount)
    expect(all).toEqual([7, 6, 5, 4, 3, 2, 1])
    expect(await failure(list({ limit: 101 }))).toMatchObject({ param: 'limit' })
    expect(await failure(list({ starting_after: 'ii_none' }))).toMatchObject({ code: 'resource_missing' })
  })

  test('is narrowed by when and by whom', async () => {
    const { customer, method } = await world.customerWith()
    await world.charge(500, customer.id, method.id)
    await world.tell('POST', '/clock', { advance_seconds: 100 })
    const later = await world.charge(600, customer.id, method.id)
    const since = await world.stripe.paymentIntents.list({
      customer: customer.id,
      created: { gte: later.created },
    })
    expect(since.data.map(({ amount }) => amount)).toEqual([600])
  })
})

describe('expand', () => {
  test('puts whole objects in the place of ids, inside lists too', async () => {
    const { customer, method } = await world.customerWith()
    const intent = await world.charge(500, customer.id, method.id)
    const whole = await world.stripe.paymentIntents.retrieve(intent.id, {
      expand: [
        'customer.invoice_settings.default_payment_method',
        'latest_charge.balance_transaction.source',
      ],
    })
    const owner = whole.customer as Stripe.Customer
    expect(owner.invoice_settings.default_payment_method).toMatchObject({ id: method.id, type: 'card' })
    const charge = whole.latest_charge as Stripe.Charge
    expect((charge.balance_transaction as Stripe.BalanceTransaction).source).toMatchObject({ id: charge.id })
    const listed = await world.stripe.charges.list({
      customer: customer.id,
      expand: ['data.payment_intent.payment_method'],
    })
    const found = listed.data[0]?.payment_intent as Stripe.PaymentIntent
    expect(found.payment_method).toMatchObject({
      id: method.id,
    })
    expect((await world.stripe.paymentIntents.retrieve(intent.id)).latest_charge).toBe(charge.id)
  })

  test.each([
    ['colour', 'cannot be expanded'],
    ['amount', 'cannot be expanded'],
    ['latest_charge.payment_intent.latest_charge.payment_intent.customer', 'more than 4 levels'],
  ])('refuses %s', async (path, text) => {
    const { customer, method } = await world.customerWith()
    const intent = await world.charge(500, customer.id, method.id)
    const error = await failure(world.stripe.paymentIntents.retrieve(intent.id, { expand: [path] }))
    expect(error.message).toContain(text)
  })

  test('counts the data of a list as a level', async () => {
    const expand = (path: string) => world.stripe.invoices.list({ expand: [path] })
    expect((await expand('data.payments.data.payment')).object).toBe('list')
    const error = await failure(expand('data.payments.data.payment.payment_intent'))
    expect(error.message).toContain('more than 4 levels')
  })
})

describe('a request that is wrong', () => {
  test.each([
    [{ colour: 'red' }, 'parameter_unknown', 'colour'],
    [{ invoice_settings: { colour: 'red' } }, 'parameter_unknown', 'invoice_settings[colour]'],
    [{ metadata: { a: 'x'.repeat(501) } }, 'metadata_too_long', 'metadata[a]'],
    [{ balance: 5 }, 'sandbox_unsimulated', 'balance'],
    [{ payment_method: 'pm_none' }, 'resource_missing', 'payment_method'],
  ])('%j is refused by name', async (params, code, param) => {
    const error = await failure(raw('POST', '/v1/customers', params))
    expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError)
    expect(error).toMatchObject({ code, param, statusCode: 400 })
    expect(error.requestId).toMatch(/^req_/)
  })

  test.each([
    [{ currency: 'usd' }, 'parameter_missing', 'amount'],
    [{ amount: '1.5', currency: 'usd' }, 'parameter_invalid_integer', 'amount'],
    [
      { amount: 500, currency: 'usd', payment_method_types: ['card'] },
      'parameter_unknown',
      'payment_method_types',
    ],
    [{ amount: 500, currency: 'usd', customer: '' }, 'parameter_invalid_empty', 'customer'],
  ])('as an intent, %j is refused by name', async (params, code, param) => {
    expect(await failure(raw('POST', '/v1/payment_intents', params))).toMatchObject({ code, param })
  })

  test('names nothing that is there', async () => {
    expect(await failure(world.stripe.charges.retrieve('ch_none'))).toMatchObject({
      code: 'resource_missing',
      statusCode: 404,
      message: "No such charge: 'ch_none'",
    })
    expect((await failure(raw('GET', '/v1/sigma/nothing'))).statusCode).toBe(404)
  })

  test('has no test key', async () => {
    for (const secretKey of ['sk_live_1234567890', 'nonsense']) {
      const stripe = clientOf({ ...world.sandbox, secretKey })
      expect(await failure(stripe.customers.list())).toBeInstanceOf(Stripe.errors.StripeAuthenticationError)
    }
    expect((await fetch(`${world.sandbox.url}/v1/customers`)).status).toBe(401)
  })

  test('speaks another version of the API', async () => {
    const headers = { authorization: 'Bearer sk_test_x', 'stripe-version': '2020-08-27' }
    expect((await fetch(`${world.sandbox.url}/v1/customers`, { headers })).status).toBe(400)
    expect(world.stripe.getApiField('version')).toBe(Stripe.API_VERSION)
  })
})

describe('a customer', () => {
  test('is created, changed, found and deleted', async () => {
    const { id } = await world.stripe.customers.create({ name: 'Ada', metadata: { a: '1', b: '2' } })
    const changed = await world.stripe.customers.update(id, {
      email: 'find@example.com',
      metadata: { a: '', c: '3' },
    })
    expect(changed).toMatchObject({ name: 'Ada', metadata: { b: '2', c: '3' } })
    expect((await world.stripe.customers.list({ email: 'find@example.com' })).data).toMatchObject([{ id }])
    const { data } = await world.stripe.events.list({ type: 'customer.updated', limit: 1 })
    expect(data[0]?.data.previous_attributes).toEqual({ email: null, metadata: { a: '1', b: '2' } })
    expect(await world.stripe.customers.del(id)).toEqual(expect.objectContaining({ id, deleted: true }))
    expect(await world.stripe.customers.retrieve(id)).toMatchObject({ id, deleted: true })
    expect(await failure(world.stripe.customers.update(id, { name: 'Eve' }))).toMatchObject({
      code: 'resource_missing',
    })
  })
})
