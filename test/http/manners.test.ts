import { pino } from 'pino'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { BASIC_SCHEME, basicUserIn, bearerIn } from '../../src/http/access/credentials.ts'
import type { Dialect } from '../../src/http/dialect.ts'
import { route } from '../../src/http/route.ts'
import { createServer, type Server } from '../../src/http/serve.ts'
import { Anything, dialectOf } from './dialect.ts'
import { FakeStore, portsOf } from './ports.ts'

const plain = {
  summary: 'x',
  tags: ['x'],
  success: { schema: Anything, example: { said: 'x' } },
  allow: ['operator', 'admin', 'spender', 'viewer'],
} as const

let open: PromiseWithResolvers<void>
let started: PromiseWithResolvers<void>
let store: FakeStore
let server: Server

const routesAt = (base: string) => [
  route({
    ...plain,
    method: 'GET',
    path: `${base}/look`,
    id: 'look',
    handler: async () => ({ said: 'seen' }),
  }),
  route({
    ...plain,
    method: 'POST',
    path: `${base}/do`,
    id: 'do',
    idempotent: true,
    handler: async ({ key, body }) => {
      started.resolve()
      if (key?.startsWith('slow')) await open.promise
      return { said: `${key} ${JSON.stringify(body)}` }
    },
  }),
]

/** One that differs in everything in which a dialect may. */
const odd: Dialect = {
  ...dialectOf(routesAt('/odd'), 'hyperline', ['/odd']),
  envelope: ({ code, status, detail, rate }) => ({
    content_type: 'application/json',
    body: { odd: code, status, detail, rate },
  }),
  credentials: {
    read: ({ authorization = '' }) => bearerIn(authorization) ?? basicUserIn(authorization),
    missing: 'nothing shown',
    unknown: 'nobody known',
    challenge: 'Basic',
    schemes: { basic: BASIC_SCHEME },
  },
  idempotency: { min_length: 16, concurrent: 'refused' },
  rates: {
    allowance: { reads: 3, writes: 3 },
    headers: ({ remaining }) => ({ 'X-Left': String(remaining) }),
  },
}

beforeEach(async () => {
  open = Promise.withResolvers()
  started = Promise.withResolvers()
  store = new FakeStore()
  store.addKey('op', {})
  store.addKey('prod_x', { dialect: 'hyperline' })
  store.addKey('vcp', { dialect: 'vercel', account: 'acme', role: 'spender' })
  server = createServer({
    dialects: [dialectOf(routesAt('/v1')), odd],
    ...portsOf(store),
    log: pino({ level: 'silent' }),
  })
  await server.app.ready()
})
afterEach(() => server.drain(100))

async function call(
  method: 'GET' | 'POST',
  url: string,
  headers: Record<string, string> = {},
  body?: string,
) {
  const answer = await server.app.inject({
    method,
    url,
    headers,
    ...(body !== undefined && { payload: body }),
  })
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() }
}
const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })

test('a dialect says how a key is shown, and what whoever shows none is told', async () => {
  expect(await call('GET', '/odd/look', basic('prod_x:'))).toMatchObject({ status: 200 })
  expect(await call('GET', '/odd/look', basic('prod_x:anything:at all'))).toMatchObject({ status: 200 })
  expect(await call('GET', '/odd/look')).toMatchObject({ status: 401, body: { detail: 'nothing shown' } })
  const unknown = await call('GET', '/odd/look', basic('prod_y:'))
  expect(unknown).toMatchObject({ status: 401, body: { detail: 'nobody known' } })
  expect(unknown.headers['www-authenticate']).toBe('Basic')
  expect(await call('GET', '/v1/look', basic('op:'))).toMatchObject({ status: 401 })
  expect(await call('GET', '/odd/look', { 'x-api-key': 'op' })).toMatchObject({ status: 401 })
})

test.each([
  'Basic',
  'Basic !',
  `Basic ${'QQ'.repeat(9000)}`,
  `Basic ${btoa(':x')}`,
  `Basic ${btoa('a b:')}`,
  'Bearer x',
])('no user is found in %j', (text) => expect(basicUserIn(text)).toBeNull())

test('a key opens its own face, and a native one every face', async () => {
  expect(await call('GET', '/odd/look', bearer('op'))).toMatchObject({ status: 200 })
  expect(await call('GET', '/odd/look', bearer('prod_x'))).toMatchObject({ status: 200 })
  expect(await call('GET', '/v1/look', bearer('prod_x'))).toMatchObject({ status: 401 })
  expect(await call('GET', '/odd/look', bearer('vcp'))).toMatchObject({ status: 401 })
  expect(await call('GET', '/v1/look', bearer('vcp'))).toMatchObject({ status: 401 })
})

test('a dialect counts reads and writes apart, the operator too, and tells of them in its words', async () => {
  // A window must not end meanwhile.
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const { now } = portsOf(store).clock
  const look = () => call('GET', '/odd/look', bearer('prod_x'))
  const first = await look()
  expect(first.headers).toMatchObject({ 'x-left': '2' })
  expect(first.headers).not.toHaveProperty('ratelimit-limit')
  await look()
  await look()
  const refused = await look()
  expect(refused).toMatchObject({ status: 429, body: { odd: 'rate_limited', status: 429 } })
  expect(refused.body.rate).toMatchObject({ limit: 3, remaining: 0 })
  expect(refused.body.rate.reset_at).toBe(now() + 10_000)
  expect(refused.headers['retry-after']).toMatch(/^\d+$/)
  expect(await call('POST', '/odd/do', bearer('prod_x'))).toMatchObject({ status: 200 })
  const usual = await call('GET', '/v1/look', bearer('op'))
  expect(usual.headers).not.toHaveProperty('x-left')
})

test('a dialect says how long an idempotency key is', async () => {
  const keyed = (url: string, key: string) => call('POST', url, { ...bearer('op'), 'idempotency-key': key })
  const short = await keyed('/odd/do', 'x'.repeat(15))
  expect(short).toMatchObject({ status: 400, body: { odd: 'invalid_request' } })
  expect(short.body.detail).toContain('16 to 255')
  expect(await keyed('/odd/do', 'x'.repeat(16))).toMatchObject({ status: 200 })
  expect(await keyed('/v1/do', 'x')).toMatchObject({ status: 200 })
})

test('a dialect may refuse a second call under a key while the first is under way', async () => {
  const headers = { ...bearer('op'), 'idempotency-key': 'slow-and-long-enough' }
  const first = call('POST', '/odd/do', headers)
  await started.promise
  expect(await call('POST', '/odd/do', headers)).toMatchObject({
    status: 409,
    body: { odd: 'idempotency_key_in_use' },
  })
  open.resolve()
  expect(await first).toMatchObject({ status: 200 })
  expect(await call('POST', '/odd/do', headers)).toMatchObject({ status: 200 })
})

test('under its prefix a dialect answers what no route does', async () => {
  expect((await call('GET', '/odd/nowhere')).body).toMatchObject({ odd: 'not_found', status: 404 })
  expect((await call('POST', '/odd/look', bearer('op'))).body).toMatchObject({ odd: 'method_not_allowed' })
  const json = { ...bearer('op'), 'content-type': 'application/json' }
  expect((await call('POST', '/odd/do', json, '{')).body).toMatchObject({ odd: 'invalid_json' })
  const large = await call('POST', '/odd/do', json, `"${'x'.repeat(1024 * 1024)}"`)
  expect(large.body).toMatchObject({ odd: 'body_too_large', status: 413 })
  const text = { ...bearer('op'), 'content-type': 'text/plain' }
  expect((await call('POST', '/odd/do', text, 'x')).body).toMatchObject({ odd: 'unsupported_media_type' })
})

test('each dialect has its own document', async () => {
  const own = await server.app.inject('/openapi.json')
  expect(Object.keys(own.json().paths)).toEqual(['/v1/look', '/v1/do'])
  const other = (await server.app.inject('/openapi/hyperline.json')).json()
  expect(Object.keys(other.paths)).toEqual(['/odd/look', '/odd/do'])
  expect(other.security).toEqual([{ basic: [] }])
  const [key] = other.paths['/odd/do'].post.parameters
  expect(key).toMatchObject({ name: 'Idempotency-Key', schema: { minLength: 16 } })
  expect(JSON.stringify(other.paths['/odd/do'].post.responses)).toContain('idempotency_key_in_use')
  expect((await server.app.inject('/docs/hyperline')).payload).toContain('/openapi/hyperline.json')
})
