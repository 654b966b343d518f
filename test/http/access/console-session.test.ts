import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { route } from '../../../src/http/route.ts'
import { createServer, type Server } from '../../../src/http/serve.ts'
import { Anything, dialectOf } from '../dialect.ts'
import { FakeStore, portsOf } from '../ports.ts'

const plain = {
  summary: 'x',
  tags: ['x'],
  allow: ['operator'] as const,
  success: { schema: Anything, example: { said: 'x' } },
}
const look = route({
  ...plain,
  method: 'GET',
  path: '/v1/look',
  id: 'look',
  handler: async ({ caller }) => ({ said: caller.role }),
})

/** Says what a secret in its kept answer would be sealed under. */
const sealed = route({
  ...plain,
  method: 'POST',
  path: '/v1/sealed',
  id: 'sealed',
  idempotent: true,
  handler: async (call) => ({ said: String(call.onceRequest('acme')?.seal) }),
})

const MARK = { 'x-scrip-console': '1' }
let store: FakeStore
let server: Server
let public_url: string
let now: number
const HOUR = 3_600_000

beforeEach(async () => {
  public_url = 'http://127.0.0.1:8080'
  now = Date.UTC(2026, 0, 20)
  store = new FakeStore()
  store.addKey('sk_op', {})
  store.addKey('sk_acme', { account: 'acme', role: 'admin' })
  const dialects = [dialectOf([look, sealed])]
  const log = pino({ level: 'silent' })
  const clock = { now: () => now }
  server = createServer({ dialects, ...portsOf(store), clock, log, public_url: () => public_url })
  await server.app.ready()
})
afterEach(() => server.drain(100))

const call = (method: 'GET' | 'POST' | 'DELETE', url: string, headers: object = {}, body?: object) =>
  server.app.inject({ method, url, headers: { ...headers }, ...(body && { payload: body }) })

async function signIn(key = 'sk_op'): Promise<string> {
  const { headers } = await call('POST', '/console/session', MARK, { key })
  return String(headers['set-cookie'])
}

describe('signing in at the console', () => {
  test('gives a cookie that no script reads, no other site sends, and that is not the key', async () => {
    const answer = await call('POST', '/console/session', MARK, { key: ' sk_op ' })
    expect(answer.statusCode).toBe(204)
    const cookie = String(answer.headers['set-cookie'])
    expect(cookie).toMatch(
      /^scrip_console=[\w-]+\.\.[\w.-]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/,
    )
    expect(cookie).not.toContain('sk_op')
    // What was in the cookie opens nothing where a key does, and neither does the key in the cookie.
    const token = cookie.slice('scrip_console='.length, cookie.indexOf(';'))
    const ways = [
      { authorization: `Bearer ${token}` },
      { 'x-api-key': token },
      { ...MARK, cookie: 'scrip_console=sk_op' },
    ]
    for (const headers of ways) expect((await call('GET', '/v1/look', headers)).statusCode).toBe(401)
  })

  test('goes by a name that only this host can set, where it is reached by https', async () => {
    const planted = { ...MARK, cookie: await signIn() }
    public_url = 'https://scrip.example.com'
    const cookie = await signIn()
    expect(cookie).toMatch(/^__Host-scrip_console=[\w.-]+; Path=\/; .*; Max-Age=43200; Secure$/)
    for (const url of ['/console/session', '/v1/look']) {
      expect((await call('GET', url, { ...MARK, cookie })).statusCode).toBe(200)
      expect((await call('GET', url, planted)).statusCode).toBe(401)
    }
    const out = await call('DELETE', '/console/session', { ...MARK, cookie })
    expect(out.headers['set-cookie']).toMatch(/^__Host-scrip_console=; Path=\/; .*Max-Age=0; Secure$/)
  })

  test.each([
    ['a key of an account', { key: 'sk_acme' }, 401],
    ['a key that nobody has', { key: 'sk_other' }, 401],
    ['no key', {}, 400],
    ['what is no key at all', { key: 'sk_op; Path=/elsewhere' }, 400],
    ['a key of another kind', { key: 7 }, 400],
  ])('refuses %s', async (_what, body, status) => {
    const answer = await call('POST', '/console/session', MARK, body)
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  test('ends when it is told to, for whoever has a copy of the cookie as well', async () => {
    const [cookie, other] = [await signIn(), await signIn()]
    expect((await call('GET', '/console/session', { ...MARK, cookie })).statusCode).toBe(200)
    const out = await call('DELETE', '/console/session', { ...MARK, cookie })
    expect(out.headers['set-cookie']).toMatch(/^scrip_console=; .*Max-Age=0/)
    for (const url of ['/console/session', '/v1/look'])
      expect((await call('GET', url, { ...MARK, cookie })).statusCode).toBe(401)
    expect((await call('GET', '/v1/look', { ...MARK, cookie: other })).statusCode).toBe(200)
  })

  test('lasts twelve hours from the last use, and a week at most', async () => {
    const began = now
    let cookie = await signIn()
    const use = () => call('GET', '/v1/look', { ...MARK, cookie })
    const fresh = await call('GET', '/v1/look', { ...MARK, cookie: await signIn() })
    expect(fresh.headers['set-cookie']).toBeUndefined()
    for (now += 11 * HOUR; now < began + 7 * 24 * HOUR; now += 11 * HOUR) {
      const answer = await use()
      expect(answer.statusCode).toBe(200)
      cookie = String(answer.headers['set-cookie'])
    }
    expect((await use()).statusCode).toBe(401)

    cookie = await signIn()
    now += 12 * HOUR - 1_000
    expect((await call('GET', '/console/session', { ...MARK, cookie })).statusCode).toBe(200)
    now += 1_000
    expect((await use()).statusCode).toBe(401)
  })
})

describe('a call with the cookie', () => {
  test('is the operator’s own', async () => {
    const cookie = await signIn()
    const answer = await call('GET', '/v1/look', { ...MARK, cookie })
    expect(answer.json()).toEqual({ said: 'operator' })
  })

  test('is nobody’s without the header that only the console sends, and from another site', async () => {
    const cookie = await signIn()
    expect((await call('GET', '/v1/look', { cookie })).statusCode).toBe(401)
    for (const site of ['cross-site', 'same-site', 'none'])
      expect((await call('GET', '/v1/look', { ...MARK, cookie, 'sec-fetch-site': site })).statusCode).toBe(
        401,
      )
    const own = { ...MARK, cookie, 'sec-fetch-site': 'same-origin' }
    expect((await call('GET', '/v1/look', own)).statusCode).toBe(200)
  })

  test('opens what it was answered before, though its cookie was renewed', async () => {
    const keyed = { ...MARK, 'idempotency-key': 'a-key-of-the-console' }
    const sealOf = async (cookie: string): Promise<string> =>
      (await call('POST', '/v1/sealed', { ...keyed, cookie })).json().said
    const cookie = await signIn()
    const seal = await sealOf(cookie)
    expect(seal).toMatch(/^[\w-]{43}$/)
    expect(cookie).not.toContain(seal)
    now += HOUR
    const renewed = (await call('GET', '/console/session', { ...MARK, cookie })).headers['set-cookie']
    expect(renewed).not.toBe(cookie)
    expect(await sealOf(String(renewed))).toBe(seal)
    expect(await sealOf(await signIn())).not.toBe(seal)
    const byKey = await call('POST', '/v1/sealed', { ...keyed, authorization: 'Bearer sk_op' })
    expect(byKey.json()).toEqual({ said: 'sk_op' })
  })

  test('reads nothing that comes without that header', async () => {
    const kinds = { 'content-type': 'text/plain' }
    const large = { key: 'x'.repeat(1_100_000) }
    expect((await call('POST', '/console/session', {}, large)).statusCode).toBe(403)
    for (const method of ['POST', 'DELETE'] as const) {
      const url = '/console/session'
      const { statusCode } = await server.app.inject({ method, url, headers: kinds, payload: '{"key":' })
      expect([method, statusCode]).toEqual([method, 403])
    }
    expect((await call('POST', '/console/session', MARK, large)).statusCode).toBe(413)
  })

  test('signs nobody in or out from elsewhere', async () => {
    expect((await call('POST', '/console/session', {}, { key: 'sk_op' })).statusCode).toBe(403)
    expect((await call('DELETE', '/console/session')).statusCode).toBe(403)
  })

  test('ends with the key, revoked or rotated', async () => {
    const cookie = await signIn()
    store.keys.clear()
    await expect.poll(async () => (await call('GET', '/v1/look', { ...MARK, cookie })).statusCode).toBe(401)
  })
})
