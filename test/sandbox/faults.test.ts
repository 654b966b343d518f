import Stripe from 'stripe'
import { afterEach, describe, expect, test } from 'vitest'
import { clientOf, entry, failure, submit, useWorld } from './world.ts'

const world = useWorld()

afterEach(async () => {
  await world.tell('DELETE', '/faults')
})

interface Calls {
  data: { status: number | null; faults: string[]; replayed: boolean; idempotency_key: string | null }[]
}

const chargesOf = async (customer: string) => (await world.stripe.charges.list({ customer })).data

describe('a fault', () => {
  test('declines the next charge, and no more', async () => {
    const { customer, method } = await world.customerWith()
    await world.tell('POST', '/faults', { kind: 'decline', decline_code: 'insufficient_funds' })
    expect(await failure(world.charge(500, customer.id, method.id))).toMatchObject({
      decline_code: 'insufficient_funds',
    })
    expect(await world.charge(500, customer.id, method.id)).toMatchObject({ status: 'succeeded' })
  })

  test('declines on the hosted page too', async () => {
    const session = await world.checkout()
    await world.tell('POST', '/faults', { kind: 'decline', path: '/c/pay/*' })
    expect((await submit(session.url, entry('4242424242424242'))).status).toBe(402)
    expect((await submit(session.url, entry('4242424242424242'))).status).toBe(303)
  })

  test('is a 500 before the work: the same key does it later', async () => {
    const { customer, method } = await world.customerWith()
    await world.tell('POST', '/faults', { kind: 'error', path: '/v1/payment_intents' })
    const options = { idempotencyKey: 'key_500' }
    const error = await failure(world.charge(500, customer.id, method.id, options))
    expect(error).toBeInstanceOf(Stripe.errors.StripeAPIError)
    expect(await chargesOf(customer.id)).toHaveLength(0)
    expect(await world.charge(500, customer.id, method.id, options)).toMatchObject({ status: 'succeeded' })
  })

  test('is a 500 after the work: the key replays it, and the charge is there to be found', async () => {
    const { customer, method } = await world.customerWith()
    await world.tell('POST', '/faults', { kind: 'error', when: 'after', path: '/v1/payment_intents' })
    const options = { idempotencyKey: 'key_500_after' }
    expect((await failure(world.charge(500, customer.id, method.id, options))).statusCode).toBe(500)
    expect((await failure(world.charge(500, customer.id, method.id, options))).statusCode).toBe(500)
    expect(await chargesOf(customer.id)).toMatchObject([{ amount: 500, paid: true }])
  })

  test('is a 429', async () => {
    await world.tell('POST', '/faults', { kind: 'rate_limit' })
    expect(await failure(world.stripe.customers.list())).toBeInstanceOf(Stripe.errors.StripeRateLimitError)
  })

  test('breaks the connection before the work', async () => {
    const { customer, method } = await world.customerWith()
    // The SDK tries a broken connection once more by itself.
    await world.tell('POST', '/faults', { kind: 'reset', method: 'POST', times: 2 })
    const error = await failure(world.charge(500, customer.id, method.id))
    expect(error).toBeInstanceOf(Stripe.errors.StripeConnectionError)
    expect(await chargesOf(customer.id)).toHaveLength(0)
  })

  test('loses the answer after the work: the same key answers it', async () => {
    const { customer, method } = await world.customerWith()
    await world.tell('DELETE', '/calls')
    await world.tell('POST', '/faults', { kind: 'lose_answer', path: '/v1/payment_intents', times: 2 })
    const options = { idempotencyKey: 'key_lost' }
    const error = await failure(world.charge(500, customer.id, method.id, options))
    expect(error).toBeInstanceOf(Stripe.errors.StripeConnectionError)
    expect(await chargesOf(customer.id)).toHaveLength(1)
    const intent = await world.charge(500, customer.id, method.id, options)
    expect(intent.status).toBe('succeeded')
    expect(await chargesOf(customer.id)).toHaveLength(1)
    const { data } = await world.tell<Calls>('GET', '/calls?path=/v1/payment_intents&method=POST')
    expect(data.map(({ faults, replayed }) => [faults.join(), replayed])).toEqual([
      ['lose_answer', false],
      ['lose_answer', true],
      ['', true],
    ])
  })

  test('lets the caller wait for an answer that never comes, though the work was done', async () => {
    const { customer, method } = await world.customerWith()
    await world.tell('POST', '/faults', { kind: 'hang', method: 'POST', times: 2 })
    const impatient = new Stripe('sk_test_x', {
      host: world.sandbox.host,
      port: world.sandbox.port,
      protocol: 'http',
      timeout: 1_000,
      maxNetworkRetries: 0,
    })
    const call = impatient.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      customer: customer.id,
      payment_method: method.id,
      confirm: true,
      off_session: true,
      allowed_payment_method_types: ['card'],
    })
    expect(await failure(call)).toBeInstanceOf(Stripe.errors.StripeConnectionError)
    await expect.poll(() => chargesOf(customer.id)).toHaveLength(1)
  })

  test('is slow', async () => {
    await world.tell('POST', '/faults', { kind: 'slow', ms: 120 })
    const before = performance.now()
    await clientOf(world.sandbox).customers.list()
    expect(performance.now() - before).toBeGreaterThan(110)
  })

  test('that isn’t known is refused', async () => {
    await expect(world.tell('POST', '/faults', { kind: 'sabotage' })).rejects.toThrow('kind: one of')
    await expect(world.tell('GET', '/nothing')).rejects.toThrow('POST /_sandbox/faults')
  })
})
