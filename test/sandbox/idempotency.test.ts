import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { failure, useWorld } from './world.ts'

const world = useWorld()

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${world.sandbox.url}${path}`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer sk_test_x',
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    body,
  })

describe('an idempotency key', () => {
  test('makes one charge of many calls, and every call answers alike', async () => {
    const { customer, method } = await world.customerWith()
    const call = () => world.charge(1500, customer.id, method.id, { idempotencyKey: 'pur_once' })
    const [first, second] = [await call(), await call()]
    expect(second).toEqual(first)
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true')
    expect(second.lastResponse.headers['original-request']).toBe(first.lastResponse.requestId)
    expect((await world.stripe.charges.list({ customer: customer.id })).data).toHaveLength(1)
  })

  test('replays an error of the execution: a declining card is charged once', async () => {
    const { customer, method } = await world.customerWith('pm_card_chargeCustomerFail')
    const call = () => failure(world.charge(1500, customer.id, method.id, { idempotencyKey: 'pur_declined' }))
    const [first, second] = [await call(), await call()]
    expect(second).toMatchObject({ code: 'card_declined', charge: first.charge })
    expect((await world.stripe.charges.list({ customer: customer.id })).data).toHaveLength(1)
  })

  test('refuses other parameters and another endpoint', async () => {
    const { customer, method } = await world.customerWith()
    await world.charge(1500, customer.id, method.id, { idempotencyKey: 'pur_other' })
    const other = await failure(world.charge(1501, customer.id, method.id, { idempotencyKey: 'pur_other' }))
    expect(other).toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
    expect(other).toMatchObject({ statusCode: 400, rawType: 'idempotency_error' })
    const elsewhere = await failure(world.stripe.customers.create({}, { idempotencyKey: 'pur_other' }))
    expect(elsewhere.message).toContain('same endpoint')
  })

  test('isn’t used up by a request that was refused as malformed', async () => {
    const headers = { 'idempotency-key': 'pur_malformed' }
    const refused = await post('/v1/customers', 'colour=red', headers)
    expect(refused.status).toBe(400)
    expect((await post('/v1/customers', 'name=Ada', headers)).status).toBe(200)
  })

  test('answers 409 while the first call is under way', async () => {
    await world.tell('POST', '/faults', { kind: 'slow', ms: 1_500, path: '/v1/customers' })
    const headers = { 'idempotency-key': 'pur_busy' }
    const first = post('/v1/customers', 'name=Ada', headers)
    await expect.poll(async () => (await world.tell('GET', '/faults')).data).toEqual([])
    const second = await post('/v1/customers', 'name=Ada', headers)
    expect([(await first).status, second.status]).toEqual([200, 409])
    expect(await second.json()).toMatchObject({ error: { code: 'idempotency_key_in_use' } })
    expect((await post('/v1/customers', 'name=Ada', headers)).headers.get('idempotent-replayed')).toBe('true')
  })

  test('is forgotten after a day', async () => {
    const headers = { 'idempotency-key': 'pur_old' }
    const first = (await (await post('/v1/customers', 'name=Ada', headers)).json()) as { id: string }
    await world.tell('POST', '/clock', { advance_seconds: 24 * 3600 + 1 })
    const later = (await (await post('/v1/customers', 'name=Eve', headers)).json()) as { id: string }
    expect(later.id).not.toBe(first.id)
  })
})
