import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { route } from '../../src/http/route.ts'
import { createServer, type Server } from '../../src/http/serve.ts'
import { Anything, dialectOf } from './dialect.ts'
import { FakeStore, portsOf } from './ports.ts'

const OURS = 'https://app.example.com'
const look = route({
  method: 'GET',
  path: '/v1/look',
  id: 'look',
  summary: 'x',
  tags: ['x'],
  allow: ['operator'],
  success: { schema: Anything, example: { said: 'x' } },
  handler: async () => ({ said: 'seen' }),
})
let server: Server

beforeAll(async () => {
  const store = new FakeStore()
  store.addKey('sk_op', {})
  const dialects = [dialectOf([look])]
  const log = pino({ level: 'silent' })
  server = createServer({ dialects, ...portsOf(store), log, cors_origins: [OURS] })
  await server.app.ready()
})
afterAll(() => server.drain(100))

const call = (method: 'GET' | 'OPTIONS', origin: string, headers: object = {}) =>
  server.app.inject({ method, url: '/v1/look', headers: { origin, ...headers } })
const asking = {
  'access-control-request-method': 'GET',
  'access-control-request-headers': 'authorization,x-scrip-console',
}

test('pages of an origin that is named may call, with a key of their own and never a cookie', async () => {
  const before = await call('OPTIONS', OURS, asking)
  expect(before.statusCode).toBe(204)
  expect(before.headers['access-control-allow-origin']).toBe(OURS)
  expect(before.headers['access-control-allow-headers']).toContain('Authorization')
  expect(before.headers['access-control-allow-headers']).not.toMatch(/x-scrip-console/i)
  expect(before.headers['access-control-allow-credentials']).toBeUndefined()
  const answer = await call('GET', OURS, { authorization: 'Bearer sk_op' })
  expect(answer.json()).toEqual({ said: 'seen' })
  expect(answer.headers['access-control-allow-origin']).toBe(OURS)
})

test('pages of another origin are told nothing that would let them', async () => {
  for (const method of ['OPTIONS', 'GET'] as const) {
    const answer = await call(method, 'https://evil.example.com', asking)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  }
})
