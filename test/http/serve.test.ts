import { once } from 'node:events'
import { connect } from 'node:net'
import { pino } from 'pino'
import Type from 'typebox'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { refuse } from '../../src/core/refusal.ts'
import { Unavailable } from '../../src/core/unavailable.ts'
import { route } from '../../src/http/route.ts'
import { createServer, type Server } from '../../src/http/serve.ts'
import { Anything, dialectOf } from './dialect.ts'
import { FakeStore, portsOf } from './ports.ts'

const everybody = ['operator', 'admin', 'spender', 'viewer'] as const
const plain = { summary: 'x', tags: ['x'], success: { schema: Anything, example: { said: 'x' } } }
const gates = { started: Promise.withResolvers<void>(), open: Promise.withResolvers<void>() }

const say = route({
  ...plain,
  method: 'POST',
  path: '/v1/say',
  id: 'say',
  allow: everybody,
  idempotent: true,
  body: Type.Object(
    { text: Type.String(), times: Type.Optional(Type.Integer()) },
    { additionalProperties: false },
  ),
  handler: async ({ body, key }) => ({ said: `${body.text} ${key}` }),
})
const look = route({
  ...plain,
  method: 'GET',
  path: '/v1/accounts/:account/look',
  id: 'look',
  allow: ['operator', 'admin'],
  params: Type.Object({ account: Type.String({ pattern: '^[a-z]+$' }) }),
  query: Type.Object({ deep: Type.Optional(Type.String()) }, { additionalProperties: false }),
  refusals: ['account_not_found'],
  handler: async ({ params }) =>
    params.account === 'gone'
      ? refuse('account_not_found', 'There is no account gone.')
      : { said: params.account },
})
const time = route({
  ...plain,
  method: 'GET',
  path: '/v1/accounts/:account/time',
  id: 'time',
  allow: everybody,
  params: Type.Object({ account: Type.String() }),
  handler: async ({ now, arrived_at }) => ({ said: String(now - arrived_at) }),
})
const ownTime = route({
  ...plain,
  method: 'GET',
  path: '/v1/time',
  id: 'own_time',
  allow: everybody,
  query: Type.Object({ act_for: Type.Optional(Type.String()) }),
  handler: async (call) => {
    if (call.query.act_for) call.actFor(call.query.act_for)
    return { said: String(call.now - call.arrived_at) }
  },
})
const fail = route({
  ...plain,
  method: 'GET',
  path: '/v1/fail/:how',
  id: 'fail',
  allow: everybody,
  params: Type.Object({ how: Type.String() }),
  handler: async ({ params }) => {
    if (params.how === 'away') throw new Unavailable('host 10.0.0.1 is away', 3)
    if (params.how === 'reset') throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
    throw new Error('password=hunter2')
  },
})
const wait = route({
  ...plain,
  method: 'GET',
  path: '/v1/wait',
  id: 'wait',
  allow: everybody,
  handler: async () => {
    gates.started.resolve()
    await gates.open.promise
    return { said: 'waited' }
  },
})

let store: FakeStore
let server: Server
let lines: string[]

beforeEach(async () => {
  store = new FakeStore()
  store.addKey('op', {})
  store.addKey('acme', { account: 'acme', role: 'spender' })
  store.addKey('boss', { account: 'acme', role: 'admin', rate_limit: 3 })
  lines = []
  const log = pino({ level: 'debug' }, { write: (line) => void lines.push(line) })
  const dialects = [dialectOf([say, look, time, ownTime, fail, wait]), dialectOf([], 'two', ['/v1/two'])]
  server = createServer({ dialects, ...portsOf(store), log, tokens: { secret: 'x'.repeat(32) } })
  await server.app.ready()
})
afterEach(() => server.drain(100))

interface Options {
  readonly key?: string | null
  readonly headers?: Record<string, string>
  readonly body?: string | object
}

async function call(
  method: 'GET' | 'POST' | 'DELETE' | 'HEAD',
  url: string,
  { key = 'op', headers, body }: Options = {},
) {
  const response = await server.app.inject({
    method,
    url,
    headers: { ...(key !== null && { authorization: `Bearer ${key}` }), ...headers },
    ...(body !== undefined && { payload: body }),
  })
  return {
    status: response.statusCode,
    headers: response.headers,
    body: response.payload && JSON.parse(response.payload),
  }
}

test('a call is on the time of the account that it is about', async () => {
  store.ahead_ms.set('acme', 5000).set('other', 7000)
  const said = async (url: string, key = 'op') => (await call('GET', url, { key })).body.said
  expect(await said('/v1/accounts/acme/time')).toBe('5000')
  expect(await said('/v1/accounts/real/time')).toBe('0')
  expect(await said('/v1/time')).toBe('0')
  expect(await said('/v1/time', 'acme')).toBe('5000')
  expect(await said('/v1/time?act_for=other')).toBe('7000')
})

describe('who is calling', () => {
  test('nobody, and nobody known', async () => {
    const strangers: Record<string, string>[] = [
      {},
      { authorization: 'Basic op' },
      { authorization: 'Bearer' },
      { authorization: 'Bearer a b' },
      { authorization: 'Bearer nobody' },
      { authorization: `Bearer ${'x'.repeat(9000)}` },
      { 'x-api-key': 'nobody' },
      { authorization: 'Bearer a.b.c' },
    ]
    for (const headers of strangers) {
      const {
        status,
        headers: got,
        body,
      } = await call('GET', '/v1/accounts/acme/look', { key: null, headers })
      expect([status, got['www-authenticate'], body.code]).toEqual([401, 'Bearer', 'unauthenticated'])
    }
  })

  test('a key in either header', async () => {
    const url = '/v1/accounts/acme/look'
    expect((await call('GET', url, { key: null, headers: { 'x-api-key': 'op' } })).status).toBe(200)
    expect((await call('GET', url, { key: null, headers: { authorization: 'bearer  op ' } })).status).toBe(
      200,
    )
  })

  test('is asked once for many requests, and again soon', async () => {
    let now = performance.now()
    vi.spyOn(performance, 'now').mockImplementation(() => now)
    onTestFinished(() => void vi.restoreAllMocks())
    for (let i = 0; i < 10; i += 1) await call('GET', '/v1/accounts/acme/look')
    expect(store.asked).toBe(1)
    store.keys.clear()
    now += 250
    expect((await call('GET', '/v1/accounts/acme/look')).status).toBe(401)
  })

  test('another account is one that is not there; a role that may not is told so', async () => {
    const theirs = await call('GET', '/v1/accounts/other/look', { key: 'acme' })
    const gone = await call('GET', '/v1/accounts/gone/look')
    expect(theirs).toMatchObject({
      status: 404,
      body: { code: 'account_not_found', detail: 'There is no account other.' },
    })
    expect({ ...theirs.body, detail: '', correlation_id: '' }).toEqual({
      ...gone.body,
      detail: '',
      correlation_id: '',
    })
    expect(await call('GET', '/v1/accounts/acme/look', { key: 'acme' })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    })
    expect((await call('GET', '/v1/accounts/acme/look', { key: 'boss' })).status).toBe(200)
  })

  test('a body is not read for somebody unknown', async () => {
    const response = await call('POST', '/v1/say', {
      key: null,
      body: '{',
      headers: { 'content-type': 'text/plain' },
    })
    expect(response.status).toBe(401)
  })
})

describe('what is sent', () => {
  const json = { 'content-type': 'application/json' }
  test.each([
    ['no body', {}, 400, 'invalid_request'],
    ['an empty body', { body: '', headers: json }, 400, 'invalid_request'],
    ['bad JSON', { body: '{"text":', headers: json }, 400, 'invalid_json'],
    ['a list', { body: '[]', headers: json }, 400, 'invalid_request'],
    [
      'another type',
      { body: 'text=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'unsupported_media_type',
    ],
    [
      'a packed body',
      { body: '{}', headers: { ...json, 'content-encoding': 'gzip' } },
      415,
      'unsupported_media_type',
    ],
    [
      'another alphabet',
      { body: '{}', headers: { 'content-type': 'application/json; charset=utf-16' } },
      415,
      'unsupported_media_type',
    ],
    ['a broken type', { body: '{}', headers: { 'content-type': 'nonsense' } }, 415, 'unsupported_media_type'],
    [
      'too much',
      { body: JSON.stringify({ text: 'x'.repeat(1_048_576) }), headers: json },
      413,
      'body_too_large',
    ],
    ['a bad key', { body: { text: 'x' }, headers: { 'idempotency-key': 'ü' } }, 400, 'invalid_request'],
  ] as const)('%s', async (_, options, status, code) => {
    expect(await call('POST', '/v1/say', options)).toMatchObject({
      status,
      body: { status, code, dialect: 'one' },
    })
  })

  test('faults in every part are listed together', async () => {
    const { body } = await call('GET', '/v1/accounts/NO/look?x=1&deep=')
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(['account', 'x'])
  })

  test('exactly a mebibyte is taken', async () => {
    const text = 'x'.repeat(1_048_576 - '{"text":""}'.length)
    expect((await call('POST', '/v1/say', { body: { text } })).status).toBe(200)
  })

  test.each([
    '/v1/accounts/%zz/look',
    '/v1/accounts/%ff/look',
    '/v1/accounts/%00/look',
    '/v1/accounts/acme/look?deep=%00',
    '/v1/accounts/acme/look?deep=%',
    '/v1/accounts/acme/look?deep=1&deep=2',
    `/v1/accounts/${'x'.repeat(2000)}/look`,
  ])('%s is refused', async (url) =>
    expect(await call('GET', url)).toMatchObject({ status: 400, body: { code: 'invalid_request' } }),
  )
})

describe('where it goes', () => {
  test('unknown paths are answered by the dialect whose they would be', async () => {
    expect((await call('GET', '/v1/nothing')).body).toMatchObject({ code: 'not_found', dialect: 'one' })
    expect((await call('GET', '/v1/two/nothing?x=1')).body).toMatchObject({
      code: 'not_found',
      dialect: 'two',
    })
    expect((await call('GET', '/v1/twofold')).body.dialect).toBe('one')
    expect((await call('GET', '/elsewhere')).body.dialect).toBe('one')
  })

  test('another method is told which there are', async () => {
    const response = await call('DELETE', '/v1/say', { body: 'x', headers: { 'content-type': 'text/csv' } })
    expect(response).toMatchObject({
      status: 405,
      headers: { allow: 'POST' },
      body: { code: 'method_not_allowed' },
    })
    expect((await call('POST', '/v1/accounts/x/look')).headers.allow).toBe('GET, HEAD')
    expect((await call('HEAD', '/v1/accounts/acme/look')).status).toBe(200)
  })
})

describe('limits', () => {
  test('are shown, and kept', async () => {
    const look = () => call('GET', '/v1/accounts/acme/look', { key: 'boss' })
    const first = await look()
    expect(first.headers).toMatchObject({
      'ratelimit-limit': '3',
      'ratelimit-remaining': '2',
      'ratelimit-reset': '10',
    })
    await look()
    await look()
    const over = await look()
    expect(over).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
    expect(Number(over.headers['retry-after'])).toBeGreaterThan(0)
    expect((await call('GET', '/v1/accounts/acme/look')).headers['ratelimit-limit']).toBeUndefined()
  })
})

describe('failures', () => {
  test('of ours say nothing but a number to ask for, and are logged', async () => {
    const { status, body } = await call('GET', '/v1/fail/oops', { headers: { 'x-request-id': 'my-id' } })
    expect([status, body.code, body.correlation_id]).toEqual([500, 'internal', 'my-id'])
    expect(JSON.stringify(body)).not.toContain('hunter2')
    const logged = lines.map((line) => JSON.parse(line)).find(({ level }) => level === 50)
    expect(logged).toMatchObject({
      request_id: 'my-id',
      route: 'fail',
      status: 500,
      err: { message: 'password=hunter2' },
    })
  })

  test('of a connection that we made are ours', async () => {
    expect(await call('GET', '/v1/fail/reset')).toMatchObject({ status: 500, body: { code: 'internal' } })
  })

  test('of the database say when to come back', async () => {
    const response = await call('GET', '/v1/fail/away')
    expect(response).toMatchObject({
      status: 503,
      headers: { 'retry-after': '3' },
      body: { code: 'unavailable' },
    })
    expect(JSON.stringify(response.body)).not.toContain('10.0.0.1')
  })

  test('an authentication that can’t be asked is unavailable, not unauthenticated', async () => {
    store.authenticate = async () => {
      throw new Unavailable('away')
    }
    expect((await call('GET', '/v1/wait', { key: 'fresh' })).status).toBe(503)
  })
})

describe('the request’s id', () => {
  test('is the caller’s where it is sane', async () => {
    const ask = async (id: string) =>
      (await call('GET', '/v1/x', { headers: { 'x-request-id': id } })).headers['x-request-id']
    expect(await ask('trace-1.2:3_x')).toBe('trace-1.2:3_x')
    for (const bad of ['', 'a b', 'x'.repeat(129), '<script>']) expect(await ask(bad)).toMatch(/^req_/)
  })

  test('is on every answer', async () => {
    for (const url of ['/healthz', '/v1/nothing', '/v1/%zz', '/v1/accounts/acme/look'])
      expect((await call('GET', url)).headers['x-request-id']).toMatch(/^req_/)
  })
})

describe('the house', () => {
  test('is ready, or says why not', async () => {
    expect(await call('GET', '/readyz', { key: null })).toMatchObject({ status: 200 })
    store.readiness = async () => {
      throw new Unavailable('The migrations are not those of this version.')
    }
    expect(await call('GET', '/readyz')).toMatchObject({
      status: 503,
      body: { reason: expect.stringMatching(/migrations/) },
    })
    store.readiness = async () => {
      throw Object.assign(new Error('password authentication failed for user "x"'), { code: '28P01' })
    }
    expect((await call('GET', '/readyz')).body.reason).toBe('The database can not be reached (28P01).')
    store.readiness = () => new Promise(() => {})
    expect((await call('GET', '/readyz')).body.reason).toMatch(/within 2 s/)
    expect((await call('GET', '/healthz')).status).toBe(200)
  })

  test('counts', async () => {
    await call('GET', '/v1/accounts/acme/look')
    await call('GET', '/v1/accounts/gone/look')
    const { payload } = await server.app.inject('/metrics')
    expect(payload).toContain(
      'scrip_http_request_duration_seconds_count{route="look",method="GET",status="200"} 1',
    )
    expect(payload).toContain('scrip_refusals_total{dialect="one",code="account_not_found"} 1')
    expect(payload).toContain('process_cpu_seconds_total')
  })
})

test('logs hold no secret, no body and no query', async () => {
  await call('POST', '/v1/say', { key: 'acme', body: { text: 'my secret text' } })
  await call('GET', '/v1/accounts/acme/look?deep=hidden', { key: 'a-wrong-secret' })
  await call('POST', '/v1/say', {
    key: 'acme',
    body: '{"text": broken',
    headers: { 'content-type': 'application/json' },
  })
  const text = lines.join('')
  expect(lines.length).toBeGreaterThanOrEqual(3)
  expect(text).toContain('"route":"say"')
  for (const hidden of ['my secret text', 'hidden', 'a-wrong-secret', 'Bearer', 'broken'])
    expect(text).not.toContain(hidden)
})

describe('on a socket', () => {
  async function exchange(port: number, request: string): Promise<string> {
    const socket = connect(port, '127.0.0.1')
    socket.write(request)
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    await once(socket, 'close')
    return text
  }

  test('what is no HTTP is told so', async () => {
    const port = Number(new URL(await server.listen(0, '127.0.0.1')).port)
    const answer = await exchange(port, 'NONSENSE\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ code: 'invalid_request' })
    expect(await exchange(port, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
      / 431 /,
    )
  })

  test('a drain finishes what is under way, ends its connection and takes no more', async () => {
    const url = await server.listen(0, '127.0.0.1')
    const under_way = exchange(
      Number(new URL(url).port),
      'GET /v1/wait HTTP/1.1\r\nHost: x\r\nX-Api-Key: op\r\n\r\n',
    )
    await gates.started.promise
    const drained = server.drain(60_000)
    const isTaken = () =>
      fetch(`${url}/healthz`).then(
        () => true,
        () => false,
      )
    await expect.poll(isTaken).toBe(false)
    gates.open.resolve()
    const answer = await under_way
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
    expect(answer.toLowerCase()).toContain('connection: close')
    await drained
  })

  test('a drain is bounded', async () => {
    const url = await server.listen(0, '127.0.0.1')
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.on('error', () => {})
    socket.write(
      'POST /v1/say HTTP/1.1\r\nHost: x\r\nX-Api-Key: op\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    const began = performance.now()
    await server.drain(200)
    expect(performance.now() - began).toBeLessThan(8_000)
  })
})
