import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { PATIENCE_MS, RETRIES_MS } from '../../src/core/webhooks/attempt.ts'
import { webhookBody } from '../../src/dialects/native/webhooks/webhook-body.ts'
import { deliver } from '../../src/worker/deliver.ts'
import { forgetDeliveries } from '../../src/worker/forget-deliveries.ts'
import { type NativeServer, nativeServer } from '../dialects/native/server.ts'
import { startReceiver, verified } from '../harness/receiver.ts'
import { until } from '../harness/until.ts'

let native: NativeServer
beforeAll(async () => {
  native = await nativeServer()
  const { operator } = native
  await operator('POST', '/v1/credit-types', { id: 'agent', name: 'Agent', unit_price: '0.01' })
  const pricing = { by: 'credit', month_unit_price: '0.01' }
  await operator('POST', '/v1/plans', { id: 'team', name: 'Team', credit_type: 'agent', pricing })
})

const must = async (method: string, url: string, body?: unknown) => {
  const answer = await native.operator(method, url, body)
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  return answer.body
}

/** What tells the product, by a clock of its own, which may stand still; it goes on until the test is over. */
function teller({ still = false } = {}) {
  let ahead_ms = 0
  const stop = new AbortController()
  const tried: string[] = []
  const began = Date.now()
  const clock = { now: () => (still ? began : Date.now()) + ahead_ms }
  const telling = {
    registry: native.store.registry,
    clock,
    body: webhookBody,
    tried: (_: unknown, __: unknown, { delivery }: { delivery: { state: string } }) =>
      void tried.push(delivery.state),
    stop: stop.signal,
    look_ms: 20,
  }
  const run = async () => {
    while (!stop.signal.aborted) await deliver(telling)
  }
  const running = run()
  onTestFinished(async () => {
    stop.abort()
    await running
  })
  return {
    tried,
    clock,
    wait: (milliseconds: number) => {
      ahead_ms += milliseconds
    },
    async stop() {
      stop.abort()
      await running
    },
  }
}

/** An endpoint for as long as the test takes, so that others are not told to it. */
async function endpoint(url: string, more: object = {}) {
  const made = await must('POST', '/v1/webhook-endpoints', { url, ...more })
  onTestFinished(async () => void (await native.operator('DELETE', `/v1/webhook-endpoints/${made.id}`)))
  return { ...made, path: `/v1/webhook-endpoints/${made.id}` }
}

async function account(id: string): Promise<string> {
  await must('POST', '/v1/accounts', { id, kind: 'team', name: id })
  await native.card(id)
  return `/v1/accounts/${id}`
}

const buy = (path: string) => must('POST', `${path}/purchases`, { credit_type: 'agent', amount: '1000' })

const deliveries = async (id: string, state = '') =>
  (await must('GET', `/v1/webhook-deliveries?endpoint=${id}${state && `&state=${state}`}`)).items

test('every step of a purchase is told once, in order and signed', async () => {
  const path = await account('buys')
  await buy(path)
  const [all, some] = [await startReceiver(), await startReceiver()]
  const { id, secret } = await endpoint(all.url)
  await endpoint(some.url, { types: ['purchase.refunded', 'subscription.created'] })
  teller()
  const bought = await buy(path)
  await must('POST', `${path}/purchases/${bought.id}/refunds`, {})
  await some.heard(1)
  await until('the last of it', () => all.types().includes('purchase.refunded'))
  const { transitions, ...purchase } = await must('GET', `${path}/purchases/${bought.id}`)
  const steps = transitions.map(({ to }: { to: string }) => `purchase.${to}`)
  expect(steps).toEqual(expect.arrayContaining(['purchase.pending', 'purchase.paid', 'purchase.refunded']))
  expect(all.types()).toEqual(steps)
  for (const [i, received] of all.received.entries()) {
    expect(verified(secret, received)).toEqual(received.body)
    expect(() => verified(`${secret.slice(0, -4)}AAAA`, received)).toThrow('No matching signature')
    expect(received.id).toBe(`evt_${purchase.id}_${i + 1}`)
    expect(received.body).toMatchObject({
      account: 'buys',
      timestamp: transitions[i].at,
      data: { id: purchase.id, state: transitions[i].to },
      happened: transitions[i],
    })
  }
  expect(all.received.at(-1)?.body.data).toEqual({ ...purchase, updated_at: expect.any(String) })
  expect(some.types()).toEqual(['purchase.refunded'])
  await until('the notes of it', async () => (await deliveries(id, 'delivered')).length === steps.length)
  const told = await deliveries(id)
  expect(told.map(({ type }: { type: string }) => type)).toEqual([...steps].reverse())
  expect(told[0]).toMatchObject({ attempts: 1, last_status: 200, last_error: null, next_attempt_at: null })
})

test('whatever happens to a subscription is told with the subscription as it was then', async () => {
  const path = await account('subscribes')
  const receiver = await startReceiver()
  await endpoint(receiver.url, { types: ['subscription.created', 'subscription.started'] })
  const terms = { plan: 'team', seats: 2, credits_per_seat: '1000' }
  const { subscription } = await must('POST', `${path}/subscriptions`, terms)
  teller()
  const [created, started] = (await receiver.heard(2)) || []
  const events = await must('GET', `${path}/subscriptions/${subscription.id}/events`)
  const byKind = (kind: string) => events.items.find((event: { kind: string }) => event.kind === kind)
  expect(created?.body).toMatchObject({
    type: 'subscription.created',
    account: 'subscribes',
    data: { id: subscription.id, status: 'incomplete', next_charge: '20.00' },
    happened: byKind('created'),
  })
  expect(started?.body).toMatchObject({
    type: 'subscription.started',
    data: { id: subscription.id, status: 'active', started_at: subscription.started_at },
    happened: byKind('started'),
  })
  expect(receiver.received.map(({ id }) => id)).toEqual([
    `evt_${subscription.id}_1_1`,
    `evt_${subscription.id}_${byKind('started').version}_1`,
  ])
})

test('nothing is kept for nobody, and nothing is sent to an endpoint that is off', async () => {
  const path = await account('quiet')
  await buy(path)
  const receiver = await startReceiver()
  const types = ['purchase.paid']
  const { id, path: own } = await endpoint(receiver.url, { types })
  const before = await buy(path)
  const dueSince = () => native.store.registry.deliveriesDueSince(Date.now() + 1_000)
  expect(await dueSince()).toBe(Date.parse(before.updated_at))
  await must('PATCH', own, { active: false })
  expect(await dueSince()).toBeNull()
  await buy(path)
  expect((await native.operator('POST', `${own}/test`)).body.code).toBe('webhook_endpoint_inactive')
  const { rows } = await native.store.pool.query(
    `select endpoint_id, event_id from webhook_deliveries where account_id = 'quiet'`,
  )
  expect(rows).toEqual([{ endpoint_id: id, event_id: expect.stringContaining(before.id) }])
  const other = await startReceiver()
  const on = await endpoint(other.url, { types })
  const { tried } = teller()
  await must('POST', `${on.path}/test`)
  await until('what is sent', () => tried.length > 0)
  expect([tried, other.types()]).toEqual([['delivered'], ['ping']])
  expect(receiver.received).toEqual([])
  await must('PATCH', own, { active: true })
  expect((await receiver.heard(1)) || []).toMatchObject([{ body: { data: { id: before.id } } }])
})

test('what is not taken is tried ten times under one id, and once more when somebody asks', async () => {
  const [receiver, elsewhere] = [await startReceiver(), await startReceiver()]
  const { id, path, secret } = await endpoint(receiver.url)
  // Only a 2xx is a yes, and nobody follows to where it leads.
  receiver.answers((_, response) => response.writeHead(307, { location: elsewhere.url }).end())
  const { event } = await must('POST', `${path}/test`)
  const { tried, clock, wait } = teller({ still: true })
  for (const [i, after_ms] of RETRIES_MS.entries()) {
    await until('the attempt', () => tried.length === i + 1)
    const [{ attempts, next_attempt_at, last_error, last_status }] = await deliveries(id, 'waiting')
    expect([attempts, last_status, last_error]).toEqual([i + 1, 307, 'The endpoint answered 307.'])
    expect(Date.parse(next_attempt_at) - clock.now()).toBe(after_ms)
    // Not a moment too early.
    const early = await native.store.registry.dueDeliveries(Date.parse(next_attempt_at) - 1, [])
    expect(early).toEqual([])
    wait(after_ms)
  }
  await until('the last attempt', () => tried.length === 10)
  expect(tried).toEqual([...Array(9).fill('waiting'), 'failed'])
  const [failed] = await deliveries(id, 'failed')
  expect(failed).toMatchObject({ attempts: 10, next_attempt_at: null })
  expect((await must('GET', path)).failing_since).not.toBeNull()
  // Whoever asks for it begins anew.
  await must('POST', `/v1/webhook-deliveries/${failed.id}/resend`)
  await until('the attempt that was asked for', () => tried.length === 11)
  expect((await deliveries(id, 'waiting'))[0].attempts).toBe(1)
  receiver.answers(204)
  wait(RETRIES_MS[0] as number)
  await until('the one that is taken', () => tried.at(-1) === 'delivered')
  expect(elsewhere.received).toEqual([])
  expect(receiver.received.map((one) => one.id)).toEqual(Array(12).fill(event))
  // A repetition is the same to the letter, and signed for its own moment.
  expect(new Set(receiver.received.map(({ text }) => text)).size).toBe(1)
  const times = receiver.received.slice(0, 10).map(({ headers }) => headers['webhook-timestamp'])
  expect(new Set(times).size).toBe(10)
  expect(verified(secret, receiver.received[0] as never)).toMatchObject({ type: 'ping', account: null })
  await until('the note of it', async () => (await must('GET', path)).failing_since === null)
})

test('an endpoint that takes nothing for five days is switched off', async () => {
  const receiver = await startReceiver()
  receiver.answers(500)
  const { id, path } = await endpoint(receiver.url)
  await must('POST', `${path}/test`)
  const { tried, wait } = teller({ still: true })
  await until('the first attempt', () => tried.length === 1)
  wait(PATIENCE_MS - 60_000)
  await until('the second attempt', () => tried.length === 2)
  expect((await must('GET', path)).active).toBe(true)
  wait(RETRIES_MS[1] as number)
  await until('the end of it', async () => !(await must('GET', path)).active)
  expect(await deliveries(id, 'waiting')).toHaveLength(1)
  receiver.answers(200)
  wait(RETRIES_MS[2] as number)
  expect(await must('PATCH', path, { active: true })).toMatchObject({ active: true, failing_since: null })
  await until('what waited', async () => (await deliveries(id, 'delivered')).length === 1)
})

test('one that is slow keeps nobody waiting, and an account is told one thing after another', async () => {
  const [slow, quick] = [await startReceiver(), await startReceiver()]
  const held: (() => void)[] = []
  slow.answers((_, response) => void held.push(() => response.end()))
  const types = ['purchase.pending', 'purchase.paid']
  await endpoint(slow.url, { types })
  await endpoint(quick.url, { types })
  const teams = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => account(`many_${name}`)))
  for (const path of teams) await buy(path)
  const { stop, tried } = teller()
  await quick.heard(10)
  await slow.heard(4)
  // What happens while they wait is told to the other at once.
  await buy(teams[0] as string)
  await quick.heard(12)
  const accounts = () => slow.received.map(({ body }) => body.account)
  expect([accounts(), new Set(accounts()).size]).toEqual([expect.any(Array), 4])
  expect(new Set(slow.types())).toEqual(new Set(['purchase.pending']))
  held.shift()?.()
  await slow.heard(5)
  held.shift()?.()
  await slow.heard(6)
  for (const team of new Set(accounts())) {
    const heard = slow.received.filter(({ body }) => body.account === team).map(({ body }) => body.type)
    expect(heard).toEqual(types.slice(0, heard.length))
  }
  // A server that stops does not wait for them, and the next one sends again what nobody took.
  await stop()
  expect(new Set(tried)).toEqual(new Set(['delivered']))
  slow.answers(200)
  teller()
  await until('everything', () => new Set(slow.received.map(({ id }) => id)).size === 12)
})

test('for a day both secrets sign, and then the new one alone', async () => {
  const receiver = await startReceiver()
  const { path, secret: old } = await endpoint(receiver.url)
  const { secret } = await must('POST', `${path}/rotate`)
  const { wait } = teller()
  await must('POST', `${path}/test`)
  const [first] = (await receiver.heard(1)) || []
  expect([verified(old, first as never), verified(secret, first as never)]).toEqual([
    first?.body,
    first?.body,
  ])
  wait(25 * 3_600_000)
  await must('POST', `${path}/test`)
  const [, second] = (await receiver.heard(2)) || []
  expect(String(second?.headers['webhook-signature']).split(' ')).toHaveLength(1)
})

test('what cannot be reached says why, and what is old is forgotten', async () => {
  const gone = await endpoint('http://127.0.0.1:9/hear')
  const { tried, clock } = teller()
  await must('POST', `${gone.path}/test`)
  await until('the attempt', () => tried.length === 1)
  const [{ last_status, last_error }] = await deliveries(gone.id)
  expect([last_status, last_error]).toEqual([null, expect.stringContaining('not reached')])
  expect(await forgetDeliveries(native.store, clock)).toBe(0)
  const { store } = native
  expect(await forgetDeliveries(store, { now: () => Date.now() + 31 * 86_400_000 })).toBeGreaterThanOrEqual(1)
  expect((await must('GET', '/v1/webhook-deliveries')).items).toEqual([])
})
