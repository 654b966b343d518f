import { Writable } from 'node:stream'
import { pino } from 'pino'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type NativeServer, nativeServer, WEBHOOK_SECRET } from '../dialects/native/server.ts'
import { freshDatabase } from '../harness/database.ts'
import { layDatabaseCable } from '../harness/database-cable.ts'
import { startServer } from '../harness/server.ts'
import { entry, submit } from '../sandbox/world.ts'

let native: NativeServer
let lines: string[] = []
let count = 0

beforeAll(async () => {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  native = await nativeServer({ log: pino({ level: 'warn' }, stream) })
  await native.operator('POST', '/v1/credit-types', { id: 'agent', name: 'Agent credits', unit_price: '1' })
})

beforeEach(() => {
  lines = []
})

/** A purchase of an account of its own, that waits on its page. */
async function waiting(more: object = {}) {
  count += 1
  const account = `acme_${count}`
  await native.operator('POST', '/v1/accounts', { id: account, kind: 'team', name: `Secret name ${count}` })
  const path = `/v1/accounts/${account}/purchases`
  const { body } = await native.operator('POST', path, { credit_type: 'agent', amount: '25', ...more })
  expect(body.state).toBe('awaiting_checkout')
  return { account, id: body.id as string, page: body.checkout_url as string }
}

const pay = ({ page }: { page: string }) => submit(page, entry('4242 4242 4242 4242'))

const available = async ({ account }: { account: string }) =>
  (await native.operator('GET', `/v1/accounts/${account}/balances/agent`)).body.available

describe('the webhook', () => {
  const send = async (payload: string | undefined, headers: Record<string, string> = {}) => {
    const { app } = native.server
    const body = payload === undefined ? {} : { payload }
    const type = { 'content-type': 'application/json; charset=utf-8' }
    const answer = await app.inject({
      method: 'POST',
      url: '/webhooks/stripe',
      headers: { ...type, ...headers },
      ...body,
    })
    return { status: answer.statusCode, body: JSON.parse(answer.payload) }
  }
  const signed = (payload: string, { secret = WEBHOOK_SECRET, age_seconds = 0 } = {}) => {
    const timestamp = Math.floor(Date.now() / 1000) - age_seconds
    const { webhooks } = native.stripe
    return send(payload, {
      'stripe-signature': webhooks.generateTestHeaderString({ payload, secret, timestamp }),
    })
  }
  /** The event, as Stripe would write it, of a type that is about the purchase. */
  const eventOf = async ({ id }: { id: string }, type: string): Promise<string> => {
    const { data } = await native.stripe.events.list({ limit: 100 })
    const found = data.find((event) => event.type === type && JSON.stringify(event).includes(id))
    return JSON.stringify(found, null, 2)
  }

  test('grants what was paid by a buyer who never came back, once', async () => {
    const purchase = await waiting()
    await pay(purchase)
    expect(await available(purchase)).toBe('0')
    const event = await eventOf(purchase, 'checkout.session.completed')
    for (const _ of [1, 2, 3]) expect(await signed(event)).toEqual({ status: 200, body: { received: true } })
    expect(await signed(await eventOf(purchase, 'invoice.paid'))).toMatchObject({ status: 200 })
    expect(await available(purchase)).toBe('25')
    const { body } = await native.operator('GET', `/v1/accounts/${purchase.account}/purchases/${purchase.id}`)
    expect(body.transitions.at(-1)).toMatchObject({
      to: 'paid',
      cause: expect.stringMatching(/^webhook:evt_/),
    })
    expect(lines).toEqual([])
  })

  test('tells of refunds and disputes that begin elsewhere', async () => {
    const purchase = await waiting()
    await pay(purchase)
    await signed(await eventOf(purchase, 'checkout.session.completed'))
    const customer = (await native.store.registry.customer(purchase.account)) ?? ''
    const charge = (await native.stripe.charges.list({ customer })).data[0]?.id
    const path = `/v1/accounts/${purchase.account}/purchases/${purchase.id}`
    const heard = async (type: string) => {
      const { data } = await native.stripe.events.list({ limit: 100 })
      const event = data.find((one) => one.type === type && JSON.stringify(one).includes(charge ?? '-'))
      expect((await signed(JSON.stringify(event))).status).toBe(200)
      return (await native.operator('GET', path)).body
    }
    await native.tell('POST', '/refunds', { charge, amount: 500 })
    expect(await heard('charge.refunded')).toMatchObject({
      state: 'partially_refunded',
      refunded: '5.00',
      revoked: '5',
    })
    const refunds = await native.operator('GET', `${path}/refunds`)
    expect(refunds.body.items).toMatchObject([
      { id: expect.stringMatching(/^re_/), amount: '5.00', status: 'succeeded', made_in: 'dashboard' },
    ])
    const dispute = (await native.tell('POST', '/disputes', { charge })) as { id: string }
    expect(await heard('charge.dispute.created')).toMatchObject({
      state: 'disputed',
      frozen: true,
      dispute: { id: dispute.id, status: 'open', currency: 'usd' },
    })
    expect(await available(purchase)).toBe('0')
    const refused = await native.operator('POST', `${path}/refunds`)
    expect([refused.status, refused.body.code]).toEqual([409, 'purchase_not_refundable'])
    await native.tell('POST', `/disputes/${dispute.id}/close`, { status: 'won' })
    expect(await heard('charge.dispute.closed')).toMatchObject({ frozen: false, dispute: { status: 'won' } })
    expect(await available(purchase)).toBe('20')
  })

  test('refuses what is not signed by this secret, or long ago, and says so in the log', async () => {
    const purchase = await waiting()
    await pay(purchase)
    const event = await eventOf(purchase, 'checkout.session.completed')
    const answers = [
      await signed(event, { secret: 'whsec_of_somebody_else' }),
      await signed(event, { age_seconds: 301 }),
      await send(event),
      await send(event, { 'stripe-signature': 'v1=00' }),
      await send(undefined, { 'stripe-signature': 't=1,v1=00' }),
    ]
    for (const { status, body } of answers)
      expect([status, body]).toEqual([400, { error: { message: expect.stringMatching(/ignature/) } }])
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(answers.map(() => 'a webhook was refused'))
    expect(lines.join('')).not.toContain(purchase.id)
    expect(await available(purchase)).toBe('0')
    // The very same event, signed as it should be and only just in time.
    expect((await signed(event, { age_seconds: 290 })).status).toBe(200)
    expect(await available(purchase)).toBe('25')
  })

  test('refuses what names an account that is not here, and says so in the log', async () => {
    const purchase = await waiting()
    await pay(purchase)
    const event = await eventOf(purchase, 'checkout.session.completed')
    const { status, body } = await signed(event.replaceAll(purchase.account, 'acme_elsewhere'))
    expect([status, body.error.message]).toEqual([400, expect.stringContaining('acme_elsewhere')])
    expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({
      msg: 'a webhook was refused',
      event: expect.stringMatching(/^evt_/),
      type: 'checkout.session.completed',
    })
    expect(await available(purchase)).toBe('0')
  })

  test('accepts and ignores what it does not know', async () => {
    const unknown = { id: 'evt_1', object: 'event', type: 'price.created', created: 1, data: { object: {} } }
    expect(await signed(JSON.stringify(unknown))).toEqual({ status: 200, body: { received: true } })
    expect(lines).toEqual([])
  })

  test('answers 500 to what it can not settle now, and settles it when it comes again', async () => {
    const purchase = await waiting()
    await pay(purchase)
    const event = await eventOf(purchase, 'checkout.session.completed')
    await native.tell('POST', '/faults', { kind: 'error', status: 500, method: 'GET', times: 50 })
    const failed = await signed(event)
    await native.tell('DELETE', '/faults')
    expect([failed.status, lines.length > 0]).toEqual([500, true])
    expect(await available(purchase)).toBe('0')
    expect((await signed(event)).status).toBe(200)
    expect(await available(purchase)).toBe('25')
  })

  test('takes no other method and no huge body', async () => {
    const { app } = native.server
    expect((await app.inject({ url: '/webhooks/stripe' })).statusCode).toBe(404)
    const huge = await send('x'.repeat(1_100_000), { 'stripe-signature': 't=1,v1=00' })
    expect(huge.status).toBe(413)
  })
})

test('while the database is away, events are asked for again, and buyers are told to wait', async () => {
  const cable = await layDatabaseCable(await freshDatabase())
  const env = {
    STRIPE_SECRET_KEY: 'sk_test_none',
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    STRIPE_API_URL: 'http://127.0.0.1:1',
  }
  const { baseUrl } = await startServer({ database: cable.url, env })
  const metadata = { scrip_account: 'acme', scrip_purchase: 'pur_none' }
  const object = { object: 'invoice', metadata }
  const payload = JSON.stringify({ id: 'evt_1', type: 'invoice.paid', created: 1, data: { object } })
  const signature = native.stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET })
  const headers = { 'stripe-signature': signature }
  // Read to their ends, so that no connection is left half-used for the next ones.
  const read = async (response: Response) => ({ status: response.status, text: await response.text() })
  const answers = () =>
    Promise.all([
      fetch(`${baseUrl}/webhooks/stripe`, { method: 'POST', body: payload, headers }).then(read),
      fetch(`${baseUrl}/checkout/acme/pur_none`).then(read),
    ])
  expect((await answers()).map(({ status }) => status)).toEqual([400, 404])
  await cable.refuse()
  const [webhook, page] = await answers()
  expect([webhook.status, page.status]).toEqual([500, 503])
  expect(page.text).toContain('We can not look just now')
})

describe('the page that a buyer comes back to', () => {
  const open = async (path: string) => {
    const { statusCode: status, headers, payload: text } = await native.server.app.inject({ url: path })
    return { status, headers, text, title: /<title>(.*)<\/title>/.exec(text)?.[1] }
  }
  const pathOf = ({ account, id }: { account: string; id: string }) => `/checkout/${account}/${id}`

  test('says how it went, settles it, and tells nothing else', async () => {
    const purchase = await waiting()
    const before = await open(pathOf(purchase))
    expect([before.status, before.title]).toEqual([200, 'Not paid yet'])
    await pay(purchase)
    await expect.poll(async () => (await open(pathOf(purchase))).title).toBe('Paid')
    expect(await available(purchase)).toBe('25')
    const after = await open(pathOf(purchase))
    const refunds = `/v1/accounts/${purchase.account}/purchases/${purchase.id}/refunds`
    expect((await native.operator('POST', refunds)).status).toBe(201)
    expect((await open(pathOf(purchase))).title).toBe('Paid back')
    for (const { text, headers } of [before, after]) {
      for (const told of [purchase.account, purchase.id, 'Secret name', '25', 'Agent', 'cs_', 'script'])
        expect([told, text.includes(told)]).toEqual([told, false])
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'self'/),
      })
    }
    expect((await open('/checkout/style.css')).headers['content-type']).toMatch(/^text\/css/)
  })

  test('is the same for what is another account’s as for what is not there', async () => {
    const ours = await waiting()
    const theirs = await waiting()
    const paths = [
      pathOf({ ...ours, id: 'pur_none' }),
      pathOf({ ...ours, id: theirs.id }),
      pathOf({ ...ours, account: 'nobody' }),
      `/checkout/${ours.account}/%00`,
      `/checkout/%27/${'x'.repeat(500)}`,
      `${pathOf({ ...ours, id: theirs.id })}/cancelled`,
    ]
    const pages = await Promise.all(paths.map(open))
    expect(pages.map(({ status }) => status)).toEqual(paths.map(() => 404))
    expect(new Set(pages.map(({ text }) => text)).size).toBe(1)
  })

  test('sends on only to where the purchase says, and only once it is paid', async () => {
    const purchase = await waiting({ success_url: 'https://shop.example/dank\u00e9?a=1&b=2' })
    const evil = '?success_url=https://evil.example&redirect=//evil.example'
    expect((await open(pathOf(purchase) + evil)).status).toBe(200)
    await pay(purchase)
    await expect.poll(async () => (await open(pathOf(purchase) + evil)).status).toBe(303)
    const { headers } = await open(pathOf(purchase) + evil)
    expect(headers.location).toBe('https://shop.example/dank%C3%A9?a=1&b=2')
    expect(headers['cache-control']).toBe('no-store')
  })

  test('does not say that it was not paid while nobody can be asked', async () => {
    const purchase = await waiting({ success_url: 'https://shop.example/' })
    await pay(purchase)
    await native.tell('POST', '/faults', { kind: 'error', status: 500, method: 'GET', times: 50 })
    const page = await open(pathOf(purchase))
    await native.tell('DELETE', '/faults')
    expect([page.status, page.title]).toEqual([200, 'Your payment is being confirmed'])
    expect(page.text).toContain('http-equiv="refresh"')
    expect(lines.join('')).toContain('a payment could not be looked at')
  })

  test('asks the payment’s side but once a second, however often it is loaded', async () => {
    const purchase = await waiting()
    await native.tell('DELETE', '/calls')
    for (let i = 0; i < 5; i += 1) await open(pathOf(purchase))
    const { data } = (await native.tell('GET', '/calls')) as { data: { path: string }[] }
    const sessions = data.filter(({ path }) => /checkout\/sessions/.test(path))
    expect(sessions.length).toBeGreaterThan(0)
    expect(sessions.length).toBeLessThan(5)
  })

  test('of one who turned back goes to where the purchase says, or says so', async () => {
    const plain = await waiting()
    expect((await open(`${pathOf(plain)}/cancelled`)).title).toBe('Payment cancelled')
    const purchase = await waiting({ cancel_url: 'https://shop.example/cart' })
    const { status, headers } = await open(`${pathOf(purchase)}/cancelled`)
    expect([status, headers.location]).toEqual([303, 'https://shop.example/cart'])
  })

  test('of a page that expired', async () => {
    const purchase = await waiting()
    const { data } = await native.stripe.checkout.sessions.list({ limit: 100 })
    const session = data.find(({ client_reference_id }) => client_reference_id === purchase.id)
    await native.stripe.checkout.sessions.expire(session?.id ?? '')
    expect((await open(pathOf(purchase))).title).toBe('Not paid')
    expect((await open(`${pathOf(purchase)}/cancelled`)).title).toBe('Not paid')
  })
})

test('an answer of a server that stops ends its connection, so that nobody keeps it from stopping', async () => {
  const purchase = await waiting()
  const url = await native.server.listen(0, '127.0.0.1')
  await native.tell('POST', '/faults', { kind: 'slow', ms: 1_500, path: '/v1/checkout/sessions/*' })
  const answer = fetch(`${url}/checkout/${purchase.account}/${purchase.id}`)
  await expect.poll(async () => JSON.stringify(await native.tell('GET', '/faults'))).not.toContain('slow')
  const began = performance.now()
  await native.server.drain()
  expect((await answer).headers.get('connection')).toBe('close')
  expect(performance.now() - began).toBeLessThan(9_000)
})
