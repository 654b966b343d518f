import { beforeAll, describe, expect, test } from 'vitest'
import { hyperline } from '../../src/dialects/hyperline/dialect.ts'
import { native } from '../../src/dialects/native/dialect.ts'
import { neo } from '../../src/dialects/neo/dialect.ts'
import { vercel } from '../../src/dialects/vercel/dialect.ts'
import { type Client, type NativeServer, nativeServer } from './native/server.ts'

const DAY = 86_400_000
let world: NativeServer
let operator: Client
let seller: Client

const ok = async (answer: ReturnType<Client>) => {
  const { status, body } = await answer
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`)
  return body
}

/** How many days ahead of now, rounded. */
const daysAhead = (at: string): number => Math.round((Date.parse(at) - Date.now()) / DAY) + 0

beforeAll(async () => {
  world = await nativeServer({ dialects: [native, neo, vercel, hyperline] })
  operator = world.operator
  // A wallet for each test, because a wallet's own time never goes back.
  for (const id of ['neo', 'gateway', 'listed', 'used'])
    await ok(
      operator('POST', '/v1/credit-types', {
        id,
        name: id,
        unit_price: '1',
        currency: 'usd',
        expiry: { policy: 'fixed', after: 'P30D' },
      }),
    )
  for (const id of ['team_ahead', 'team_real']) {
    await ok(operator('POST', '/v1/accounts', { id, kind: 'team', name: id, slug: id.replace('_', '-') }))
    for (const credit_type of ['neo', 'listed', 'used'])
      await ok(operator('POST', `/v1/accounts/${id}/grants`, { credit_type, amount: 5, expires_at: null }))
  }
  await world.card('team_ahead')
  const advanced = await ok(operator('POST', '/v1/accounts/team_ahead/clock', { advance: 'P100D' }))
  expect(advanced).toMatchObject({ account: 'team_ahead', ahead_ms: 100 * DAY, happened: [] })
  seller = await world.keyFor({ dialect: 'hyperline' })
})

describe('an account on its own clock is acted for at its own time', () => {
  test('where the path names it', async () => {
    const grant = (id: string) =>
      ok(operator('POST', `/v1/accounts/${id}/grants`, { credit_type: 'gateway', amount: 1 }))
    expect(daysAhead((await grant('team_ahead')).expires_at)).toBe(130)
    expect(daysAhead((await grant('team_real')).expires_at)).toBe(30)
    const { as_of } = await ok(operator('GET', '/v1/accounts/team_ahead/balances/neo'))
    expect(daysAhead(as_of)).toBe(100)
    expect(daysAhead((await ok(operator('GET', '/v1/accounts/team_ahead/clock'))).now)).toBe(100)
  })

  test('where it buys', async () => {
    const wish = { credit_type: 'gateway', amount: '5' }
    const { created_at, paid_at } = await ok(operator('POST', '/v1/accounts/team_ahead/purchases', wish))
    expect([created_at, paid_at].map(daysAhead)).toEqual([100, 100])
  })

  test('where the caller is its own', async () => {
    const { secret } = await ok(
      operator('POST', '/v1/keys', { account: 'team_ahead', role: 'spender', dialect: 'neo' }),
    )
    const { usage_id } = await ok(world.clientOf(secret)('POST', '/api/v1/billing/usage', { credits: 1 }))
    const { created_at } = await ok(operator('GET', `/v1/accounts/team_ahead/debits/${usage_id}`))
    expect(daysAhead(created_at)).toBe(100)
  })

  test('where a debit of a list names it', async () => {
    const debits = ['team_ahead', 'team_real', 'team_ahead'].map((account, i) => ({
      account,
      credit_type: 'listed',
      amount: '0.5',
      key: `list-${i}`,
    }))
    const { results } = await ok(operator('POST', '/v1/debits', { debits }))
    const dated = debits.map(async ({ account }, i) =>
      daysAhead((await ok(operator('GET', `/v1/accounts/${account}/debits/${results[i].id}`))).created_at),
    )
    expect(await Promise.all(dated)).toEqual([100, 0, 100])
  })

  test.each(['?slug=team-ahead', '?teamId=team_ahead'])('where Vercel’s query is %s', async (query) => {
    const { secret } = await ok(operator('POST', '/v1/keys', {}))
    const item = { type: 'credits', creditType: 'gateway', amount: 3 }
    const { purchaseIntent } = await ok(world.clientOf(secret)('POST', `/v1/billing/buy${query}`, { item }))
    expect(daysAhead(purchaseIntent.createdAt)).toBe(100)
    expect(daysAhead(purchaseIntent.configuration.options.expirationDate)).toBe(130)
  })

  test('where Hyperline’s path names the customer', async () => {
    const used = await ok(
      seller('POST', '/v1/customers/team_ahead/credits/used/usage', { usage_retained: 0.25 }),
    )
    expect(daysAhead(used.created_at)).toBe(100)
  })
})

describe('what is about real things stays real', () => {
  test('keys and when they expire', async () => {
    const admin = await world.keyFor({ account: 'team_ahead', role: 'admin' })
    const expires_at = new Date(Date.now() + DAY).toISOString()
    const { secret, created_at } = await ok(admin('POST', '/v1/keys', { role: 'viewer', expires_at }))
    expect(daysAhead(created_at)).toBe(0)
    const viewer = world.clientOf(secret)
    expect(await viewer('GET', '/v1/accounts/team_ahead/balances/neo')).toMatchObject({ status: 200 })
  })

  test('the rate at which somebody calls', async () => {
    const { headers } = await seller('GET', '/v1/customers/team_ahead/credits')
    expect(daysAhead(String(headers['x-ratelimit-reset']))).toBe(0)
  })

  test('how long an answer is kept under a key', async () => {
    const change = () =>
      operator('PATCH', '/v1/accounts/team_ahead', { name: 'Ahead' }, { 'idempotency-key': 'rename' })
    await ok(change())
    await ok(operator('POST', '/v1/accounts/team_ahead/clock', { advance: 'P2D' }))
    expect((await change()).headers['idempotent-replayed']).toBe('true')
  })
})

test('only the operator puts clocks forward, and only forward', async () => {
  const admin = await world.keyFor({ account: 'team_real', role: 'admin' })
  const path = '/v1/accounts/team_real/clock'
  expect(await admin('POST', path, { advance: 'P1D' })).toMatchObject({ status: 403 })
  expect(await admin('GET', path)).toMatchObject({ status: 403 })
  expect(await operator('POST', '/v1/accounts/nobody/clock', { advance: 'P1D' })).toMatchObject({
    status: 404,
  })
  for (const advance of ['-P1D', 'PT0S', '3mo', 'P200Y'])
    expect(await operator('POST', path, { advance })).toMatchObject({ status: 400 })
  expect(await operator('POST', path, { advance: 'P11Y' })).toMatchObject({
    status: 409,
    body: { code: 'clock_not_allowed' },
  })
  expect(await operator('GET', path)).toMatchObject({ body: { ahead_ms: 0 } })
})
