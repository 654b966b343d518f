import type Stripe from 'stripe'
import { afterEach, describe, expect, test } from 'vitest'
import { until } from '../harness/until.ts'
import { useWorld } from './world.ts'

const world = useWorld()

afterEach(async () => {
  await world.tell('DELETE', '/webhooks')
})

interface Deliveries {
  data: { event: string; state: string; attempts: number }[]
}

const name = () => `n${Math.random()}`
const came = (id: string) => world.events.filter(({ data }) => (data.object as { id: string }).id === id)

const quiet = () => new Promise((resolve) => setTimeout(resolve, 150))

async function three(): Promise<string[]> {
  const all = []
  for (let index = 0; index < 3; index++) all.push((await world.stripe.customers.create({ name: name() })).id)
  return all
}

const order = (ids: string[]) =>
  world.events.map(({ data }) => (data.object as { id: string }).id).filter((id) => ids.includes(id))

describe('events', () => {
  test('are signed, name their request, and hold the object as it was', async () => {
    const customer = await world.stripe.customers.create({ name: 'Ada' }, { idempotencyKey: 'key_of_event' })
    await world.stripe.customers.update(customer.id, { name: 'Eve' })
    await until('what was sent', () => came(customer.id).length === 2)
    const created = came(customer.id).find(({ type }) => type === 'customer.created')
    expect(created?.data.object).toMatchObject({ object: 'customer', name: 'Ada' })
    expect(created?.request).toEqual({ id: customer.lastResponse.requestId, idempotency_key: 'key_of_event' })
    expect(created?.api_version).toBe(world.stripe.getApiField('version'))
    const kept = await world.stripe.events.retrieve(created?.id ?? '')
    expect(kept).toMatchObject({ type: 'customer.created', pending_webhooks: 0 })
  })

  test('come again until they are taken', async () => {
    world.answers.push(500, 400)
    const { id } = await world.stripe.customers.create({ name: name() })
    await until('what was sent', () => came(id).length === 1)
    const event = came(id)[0]?.id ?? ''
    await until('what was sent', async () => {
      const { data } = await world.tell<Deliveries>('GET', `/deliveries?event=${event}`)
      return data[0]?.state === 'delivered' && data[0].attempts === 3
    })
    expect((await world.stripe.events.retrieve(event)).pending_webhooks).toBe(0)
  })

  test('can be doubled', async () => {
    await world.tell('PUT', '/webhooks', { copies: 3 })
    const { id } = await world.stripe.customers.create({ name: name() })
    await until('what was sent', () => came(id).length === 3)
    expect(new Set(came(id).map((event) => event.id)).size).toBe(1)
  })

  test('can be late', async () => {
    await world.tell('PUT', '/webhooks', { delay_ms: 400 })
    const asked = performance.now()
    const { id } = await world.stripe.customers.create({ name: name() })
    await until('it', () => came(id).length === 1)
    expect(performance.now() - asked).toBeGreaterThan(390)
  })

  test('can come in another order', async () => {
    await world.tell('PUT', '/webhooks', { order: 'reversed', window_ms: 3_000 })
    const ids = await three()
    await until('what was sent', () => order(ids).length === 3)
    expect(order(ids)).toEqual(ids.toReversed())
  })

  test('can be lost, and sent by hand, as often and in the order that is asked', async () => {
    await world.tell('PUT', '/webhooks', { drop: ['customer.created'] })
    const ids = await three()
    await quiet()
    expect(order(ids)).toEqual([])
    const { data } = await world.stripe.events.list({ type: 'customer.created', limit: 3 })
    const [c, b, a] = data.map(({ id }) => id)
    const sent = await world.tell('POST', '/webhooks/send', { events: [b, a, b, c] })
    expect(sent.data).toMatchObject([{ status: 200 }, { status: 200 }, { status: 200 }, { status: 200 }])
    expect(order(ids)).toEqual([ids[1], ids[0], ids[1], ids[2]])
  })

  test('can be held and let go', async () => {
    await world.tell('PUT', '/webhooks', { hold: true })
    const ids = await three()
    await quiet()
    expect(order(ids)).toEqual([])
    expect(await world.tell('POST', '/webhooks/release')).toEqual({ released: 3 })
    await until('what was sent', () => order(ids).length === 3)
  })

  test('are sent only where the endpoint wants them, and listed all the same', async () => {
    const { url } = await world.tell<{ url: string }>('GET', '/webhooks')
    await world.tell('PUT', '/webhooks/endpoint', { url, events: ['customer.updated'] })
    const { id } = await world.stripe.customers.create({ name: name() })
    await world.stripe.customers.update(id, { name: name() })
    await until('what was sent', () => came(id).length === 1)
    await world.tell('PUT', '/webhooks/endpoint', { url })
    await world.stripe.customers.del(id)
    await until('what was sent', () => came(id).length === 2)
    expect(came(id).map(({ type }) => type)).toEqual(['customer.updated', 'customer.deleted'])
    const { data } = await world.stripe.events.list({ limit: 3 })
    expect(data.map(({ type }) => type)).toEqual(['customer.deleted', 'customer.updated', 'customer.created'])
  })

  test('tell of saved cards', async () => {
    const { customer, method } = await world.customerWith()
    await until('what was sent', () => came(method.id).length === 1 && came(customer.id).length === 2)
    expect(came(method.id)[0]).toMatchObject({
      type: 'payment_method.attached',
      data: { object: { customer: customer.id } },
    })
    expect(came(customer.id).find(({ type }) => type === 'customer.updated')?.data).toMatchObject({
      previous_attributes: { invoice_settings: { default_payment_method: null } },
    })
  })

  test('are listed by type', async () => {
    await world.stripe.customers.create({})
    const types: Stripe.Event.Type[] = ['customer.created', 'charge.succeeded']
    const { data } = await world.stripe.events.list({ types, limit: 100 })
    expect(new Set(data.map(({ type }) => type))).toEqual(new Set(['customer.created']))
  })
})
