import { createSecretKey } from 'node:crypto'
import { SignJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { native as dialect } from '../../../src/dialects/native/dialect.ts'
import type { Route } from '../../../src/http/route.ts'
import { type NativeServer, nativeServer } from './server.ts'

const secret = 'a secret of at least thirty-two characters'
let native: NativeServer

beforeAll(async () => {
  native = await nativeServer({ tokens: { secret } })
  await native.operator('POST', '/v1/credit-types', { id: 'agent', name: 'Agent', unit_price: '0.01' })
  await native.operator('POST', '/v1/credit-types', { id: 'chat', name: 'Chat' })
  await native.operator('POST', '/v1/plans', {
    id: 'chat_plan',
    name: 'Chat',
    credit_type: 'chat',
    pricing: { by: 'credit', month_unit_price: '0.01' },
  })
})

/** An account with one of everything, so that each route has something to work on. */
async function world(account: string): Promise<Record<string, string>> {
  const { operator } = native
  const path = `/v1/accounts/${account}`
  await operator('POST', '/v1/accounts', { id: account, kind: 'team', name: account })
  await operator('POST', `${path}/members`, { id: 'ada' })
  const grant = await operator('POST', `${path}/grants`, { credit_type: 'agent', amount: '1000' })
  const debit = await operator('POST', `${path}/debits`, { credit_type: 'agent', amount: '20' })
  const hold = await operator('POST', `${path}/holds`, {
    credit_type: 'agent',
    amount: '20',
    ttl_seconds: 600,
  })
  await operator('PUT', `${path}/caps/project/site`, { limit: '500', unit: 'credits', period: 'day' })
  const key = await operator('POST', '/v1/keys', { account })
  const price = await operator('POST', '/v1/prices', {
    credit_type: 'agent',
    scheme: 'unit',
    unit_price: '1',
  })
  const plan = await operator('POST', '/v1/plans', {
    name: 'Team',
    credit_type: 'agent',
    pricing: { by: 'credit', month_unit_price: '0.01' },
  })
  const payment_method = await native.card(account)
  const purchase = await operator('POST', `${path}/purchases`, { credit_type: 'agent', amount: '1000' })
  const terms = { plan: plan.body.id, seats: 2, credits_per_seat: '1000' }
  const begun = await operator('POST', `${path}/subscriptions`, terms)
  await operator('POST', `${path}/members`, { id: 'grace' })
  const { id } = grant.body
  return {
    account,
    member: 'ada',
    credit_type: 'agent',
    grant: id,
    debit: debit.body.id,
    hold: hold.body.id,
    key: key.body.id,
    price: price.body.id,
    plan: plan.body.id,
    subscription: begun.body.subscription.id,
    payment_method,
    purchase: purchase.body.id,
    subject: 'project',
    id: 'site',
  }
}

/** An endpoint for those routes alone that need one, because there may only be so many, and what waits for it. */
async function webhooks({ path }: Route): Promise<Record<string, string>> {
  if (!/:(endpoint|delivery)/.test(path)) return {}
  const { operator } = native
  const { body } = await operator('POST', '/v1/webhook-endpoints', { url: 'http://localhost:9/' })
  const ping = await operator('POST', `/v1/webhook-endpoints/${body.id}/test`)
  return { endpoint: body.id, delivery: ping.body.id }
}

const urlOf = ({ path }: Route, params: Record<string, string>) =>
  path.replaceAll(/:([^/]+)/g, (_, name) => params[name as string] ?? '')

function bodyOf({ id, example }: Route, account: string): unknown {
  const body = example.body as Record<string, unknown> | undefined
  if (id === 'create_account') return { id: `${account}_new`, kind: 'team', name: 'New' }
  if (id === 'create_credit_type') return { id: `${account}_type`, name: 'New' }
  if (id === 'add_member') return { id: 'bob' }
  if (id === 'issue_key' || id === 'create_portal_session') return { account }
  if (id === 'create_subscription' || id === 'preview_subscription')
    return { ...body, plan: 'chat_plan', expected_amount: undefined }
  if (id === 'batch_debits') return { debits: [{ key: 'one', account, credit_type: 'agent', amount: '1' }] }
  return body
}

/** Brings an account's renewal to be past due, with a card by now that would pay it. */
async function fallDue({ account, subscription }: Record<string, string>): Promise<void> {
  const path = `/v1/accounts/${account}/subscriptions/${subscription}`
  await native.card(account as string, 'pm_card_chargeCustomerFail')
  const { body } = await native.operator('GET', path)
  await native.store.clocks.put(account as string, Date.parse(body.renews_at) - Date.now())
  expect((await native.operator('GET', path)).body.status).toBe('past_due')
  await native.card(account as string)
}

const idempotent = dialect.routes.filter((route) => route.idempotent)

test('every route that changes something is idempotent, and no other', () => {
  for (const { method, id, idempotent } of dialect.routes)
    expect([id, idempotent]).toEqual([id, method !== 'GET'])
})

describe.each(idempotent.map((route) => [route.id, route] as const))('%s', (id, route) => {
  test('is answered the same again under its key, and refused with another request', async () => {
    const params: Record<string, string> = { ...(await world(`w_${id}`)), ...(await webhooks(route)) }
    const url = urlOf(route, params)
    if (id === 'pay_subscription') await fallDue(params)
    const body = bodyOf(route, params.account as string)
    const headers = { 'idempotency-key': `key of ${id}` }
    const first = await native.operator(route.method, url, body, headers)
    expect([id, first.status]).toEqual([id, route.success.status])
    expect(first.headers['idempotent-replayed']).toBeUndefined()
    const again = await native.operator(route.method, url, body, headers)
    if (route.id === 'batch_debits') {
      // A batch's debits are each a replay of their own, and say so.
      expect(again.body.results).toEqual([{ ...first.body.results[0], replayed: true }])
    } else expect([id, again.status, again.body]).toEqual([id, first.status, first.body])
    expect(again.headers['idempotent-replayed']).toBe('true')
    // The same key for another thing altogether, within the same account.
    const elsewhere = route.path.includes(':account')
      ? await native.operator('POST', `/v1/accounts/${params.account}/members`, { id: `m_${id}` }, headers)
      : await native.operator('POST', '/v1/accounts', { kind: 'user', name: `Other than ${id}` }, headers)
    const scoped = id === 'issue_key' ? [201] : [422]
    expect([id, scoped]).toEqual([id, expect.arrayContaining([elsewhere.status])])
  })
})

describe('what a call is told again', () => {
  const headers = (key: string) => ({ 'idempotency-key': key })

  test('is the key that it was issued, also once that has expired', async () => {
    const { operator } = native
    const body = { role: 'operator', expires_at: new Date(Date.now() + 1_000).toISOString() }
    const first = await operator('POST', '/v1/keys', body, headers('brief key'))
    expect(first.status).toBe(201)
    await new Promise((resolve) => setTimeout(resolve, Date.parse(body.expires_at) - Date.now() + 5))
    const again = await operator('POST', '/v1/keys', body, headers('brief key'))
    expect([again.status, again.body, again.headers['idempotent-replayed']]).toEqual([
      201,
      first.body,
      'true',
    ])
    // What is refused for its time leaves the key free.
    const late = await operator('POST', '/v1/keys', body, headers('late key'))
    expect(late.body.errors).toEqual([{ field: 'expires_at', message: 'must lie ahead' }])
    expect((await operator('POST', '/v1/keys', {}, headers('late key'))).status).toBe(201)
  })

  test('chooses no card anew', async () => {
    const { operator, tell } = native
    await operator('POST', '/v1/accounts', { id: 'w_cards', kind: 'team', name: 'Cards' })
    const path = '/v1/accounts/w_cards/payment-methods'
    const [a, b] = [await native.card('w_cards'), await native.card('w_cards', 'pm_card_mastercard')]
    const choose = (card: string, key: string) =>
      operator('PUT', `${path}/${card}/default`, undefined, headers(key))
    const chosen = async () =>
      (await operator('GET', path)).body.items.find((card: { is_default: boolean }) => card.is_default)?.id
    // What nobody was answered is done when it comes again, and what was answered is not.
    await tell('POST', '/faults', { kind: 'error', method: 'POST', path: '/v1/customers/*', times: 10 })
    expect((await choose(a, 'cut off')).status).toBe(503)
    await tell('DELETE', '/faults')
    expect(await chosen()).toBe(b)
    const first = await choose(a, 'cut off')
    expect([first.status, first.body.is_default, await chosen()]).toEqual([200, true, a])
    expect((await choose(b, 'another')).status).toBe(200)
    const again = await choose(a, 'cut off')
    expect([again.status, again.body, again.headers['idempotent-replayed']]).toEqual([
      200,
      first.body,
      'true',
    ])
    expect(await chosen()).toBe(b)
    // A card that is gone was not there for the first call either.
    const gone = await choose('pm_gone', 'gone')
    expect([gone.status, (await choose('pm_gone', 'gone')).body]).toEqual([
      404,
      { ...gone.body, correlation_id: expect.any(String) },
    ])
    expect((await choose(b, 'cut off')).body.code).toBe('idempotency_key_reused')
    expect(await chosen()).toBe(b)
  })

  test('forgets no card twice, and the first one though nobody was answered', async () => {
    const { operator, tell } = native
    const path = '/v1/accounts/w_cards/payment-methods'
    const card = await native.card('w_cards')
    const forget = () => operator('DELETE', `${path}/${card}`, undefined, headers('forget'))
    await tell('POST', '/faults', {
      kind: 'error',
      method: 'POST',
      path: '/v1/payment_methods/*/detach',
      times: 10,
    })
    expect((await forget()).status).toBe(503)
    await tell('DELETE', '/faults')
    const first = await forget()
    expect([first.status, first.body.id]).toEqual([200, card])
    expect((await forget()).body).toEqual(first.body)
    expect((await operator('GET', path)).body.items).toHaveLength(2)
  })

  test('is the plan that it made, in whatever money its credit type is sold by now', async () => {
    const { operator } = native
    await operator('POST', '/v1/credit-types', { id: 'moved', name: 'Moved', unit_price: '0.01' })
    const sizes = [{ credits: '100', month_price: '9.50' }]
    const body = { name: 'Moved', credit_type: 'moved', pricing: { by: 'size', sizes } }
    const first = await operator('POST', '/v1/plans', body, headers('plan of moved'))
    expect([first.status, first.body.currency]).toEqual([201, 'usd'])
    expect((await operator('PATCH', '/v1/credit-types/moved', { currency: 'jpy' })).status).toBe(200)
    const again = await operator('POST', '/v1/plans', body, headers('plan of moved'))
    expect([again.status, again.body]).toEqual([201, first.body])
    expect((await operator('POST', '/v1/plans', body, headers('anew'))).body.code).toBe('invalid_request')
  })
})

test('the same key many times at once has one effect', async () => {
  const params = await world('w_many')
  const headers = { 'idempotency-key': 'one and only' }
  const path = `/v1/accounts/${params.account}`
  const calls = Array.from({ length: 50 }, () =>
    native.operator('POST', `${path}/members`, { email: 'x@y.example' }, headers),
  )
  const ids = new Set((await Promise.all(calls)).map(({ status, body }) => `${status} ${body.id}`))
  expect(ids.size).toBe(1)
  const debits = Array.from({ length: 50 }, () =>
    native.operator(
      'POST',
      `${path}/debits`,
      { credit_type: 'agent', amount: '1' },
      { 'idempotency-key': 'd' },
    ),
  )
  expect(new Set((await Promise.all(debits)).map(({ body }) => body.id)).size).toBe(1)
  const { body } = await native.operator('GET', `${path}/balances/agent`)
  expect(body).toMatchObject({ available: '3959', held: '20' })
})

describe('tokens', () => {
  const sign = (claims: Record<string, unknown>) =>
    new SignJWT({ aud: 'scrip', exp: Math.floor(Date.now() / 1000) + 60, ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(createSecretKey(Buffer.from(secret)))

  test('stand for an account that is there, and for nobody else', async () => {
    await world('w_token')
    const ask = async (claims: Record<string, unknown>, url = '/v1/accounts/w_token/balances/agent') =>
      (await native.clientOf(await sign(claims))('GET', url)).status
    expect(await ask({ sub: 'w_token' })).toBe(200)
    expect(await ask({ account_id: 'w_token', sub: 'ada' })).toBe(200)
    expect(await ask({ account_id: 'w_token', sub: 'nobody' })).toBe(401)
    expect(await ask({ sub: 'w_nowhere' })).toBe(401)
    expect(await ask({ sub: 'w_token', exp: Math.floor(Date.now() / 1000) - 1 })).toBe(401)
    expect(await ask({ sub: 'w_token' }, '/v1/accounts/w_many/balances/agent')).toBe(404)
    expect(await native.store.registry.account('w_nowhere')).toBeNull()
  })

  test('burn for their member, as far as their role allows', async () => {
    const burn = async (claims: Record<string, unknown>) =>
      native.clientOf(await sign(claims))('POST', '/v1/accounts/w_token/debits', {
        credit_type: 'agent',
        amount: '1',
      })
    const { status, body } = await burn({ account_id: 'w_token', sub: 'ada' })
    expect(status).toBe(201)
    const debit = await native.operator('GET', `/v1/accounts/w_token/debits/${body.id}`)
    expect(debit.body).toMatchObject({ member: 'ada', api_key: null })
    expect((await burn({ account_id: 'w_token', sub: 'ada', role: 'viewer' })).status).toBe(403)
  })
})
