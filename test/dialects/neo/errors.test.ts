import { beforeAll, describe, expect, test } from 'vitest'
import { neo as dialect } from '../../../src/dialects/neo/dialect.ts'
import { checkOf } from '../../../src/http/validation.ts'
import { type Client, NeoServer, type Wire } from './server.ts'

let neo: NeoServer
let ada: Client
const CREDITS = '/api/v1/billing/credits'

beforeAll(async () => {
  neo = await NeoServer.open({ server: { rate_limit: { limit: 60, window_ms: 60_000 } } })
  ada = await neo.user('ada')
})

/** Every answer that is no success has the one shape. */
function expectError(
  { status, headers, body }: Wire,
  expected: { status: number; kind: string; code: string },
) {
  expect({ status, kind: body.kind, code: body.code }).toEqual(expected)
  expect(Object.keys(body).sort()).toEqual(['code', 'error', 'error_id', 'kind', 'message'])
  expect(body.message).toBe(`${body.kind}: ${body.error}`)
  expect(body.error_id).toBe(headers['x-request-id'])
  expect(String(headers['content-type'])).toMatch(/^application\/json/)
}

const unauthorized = { status: 401, kind: 'unauthorized request', code: 'unauthorized' }
const missing = { status: 404, kind: 'not exists', code: 'not_exists' }

describe('who nobody knows', () => {
  test.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['an unknown key', { 'x-api-key': `neo_sk_${'a'.repeat(32)}` }],
    ['an unknown token', { authorization: 'Bearer nothing' }],
    ['another scheme', { authorization: 'Basic YTpi' }],
  ])('who shows %s is 401, on every route', async (_what, headers) => {
    for (const { method, path } of dialect.routes)
      expectError(await neo.as(headers)(method, path.replace(':id', 'p')), unauthorized)
  })

  test('a token that is over, or of an account that is not there', async () => {
    expectError(await neo.bearer(await neo.jwt({ sub: 'nobody' }))('GET', CREDITS), unauthorized)
    const token = await neo.jwt({ sub: 'ada' })
    expect((await neo.bearer(token)('GET', CREDITS)).status).toBe(200)
    expectError(await neo.bearer(`${token.slice(0, -3)}abc`)('GET', CREDITS), unauthorized)
  })
})

describe('the face of Neo', () => {
  test('a key has its form, and a person one of them', async () => {
    await neo.must('POST', '/v1/accounts', { id: 'bob', kind: 'user', name: 'Bob' })
    const { secret } = await neo.must('POST', '/v1/keys', { account: 'bob', dialect: 'neo' })
    expect(secret).toMatch(/^neo_sk_[\w-]{32}$/)
    expect((await neo.as({ 'x-api-key': secret })('GET', CREDITS)).status).toBe(200)
    expect((await neo.bearer(secret)('GET', CREDITS)).status).toBe(200)
    expect((await neo.operator('POST', '/v1/keys', { account: 'bob', dialect: 'neo' })).status).toBe(409)
  })

  test('answers in its own words wherever its paths begin', async () => {
    expectError(await ada('GET', '/api/v1/nothing'), missing)
    expectError(await ada('GET', '/api/v1'), missing)
    expectError(await ada('DELETE', CREDITS), {
      status: 405,
      kind: 'invalid request',
      code: 'invalid_request',
    })
    const path = '/api/v1/billing/purchase'
    const invalid = { status: 400, kind: 'invalid request', code: 'invalid_request' }
    expectError(await ada('POST', path, '{"credits":'), invalid)
    expectError(await ada('POST', path, '"text"'), invalid)
    expectError(await ada('POST', path, 'x', { 'content-type': 'text/plain' }), { ...invalid, status: 415 })
    expectError(await ada('POST', path, `"${'x'.repeat(1_100_000)}"`), { ...invalid, status: 413 })
    expectError(await ada('PATCH', '/api/v1/projects/a%20b/cap', { spending_cap_usd: 1 }), invalid)
  })

  test('the operator has no account to act for', async () => {
    expectError(await neo.operator('GET', CREDITS), {
      status: 403,
      kind: 'forbidden request',
      code: 'forbidden',
    })
  })

  test('without the credit type there is nothing for sale, and nothing breaks', async () => {
    const unsold = { status: 400, kind: 'invalid request', code: 'not_for_sale' }
    for (const action of ['estimate', 'purchase'])
      expectError(await ada('POST', '/api/v1/billing/purchase', { action, credits: 100 }), unsold)
    expectError(await ada('POST', '/api/v1/billing/usage', { credits: 1 }), unsold)
    expect((await ada('GET', CREDITS)).body).toMatchObject({ available_credits: 0, has_purchased: false })
    expect((await ada('GET', '/api/v1/billing/invoices')).body).toMatchObject({
      currency: 'usd',
      total_purchases: 0,
    })
  })

  test('what can not be answered now is a 500 as the contract knows it, and says when to try again', async () => {
    const control = (method: string, body?: string) =>
      fetch(`${neo.sandbox.url}/_sandbox/faults`, { method, ...(body !== undefined && { body }) })
    const { body: type } = await neo.operator('POST', '/v1/credit-types', {
      id: 'neo',
      name: 'Neo',
      unit_price: '5',
    })
    expect(type.id).toBe('neo')
    await control(
      'POST',
      JSON.stringify({ kind: 'error', path: '/v1/customers', method: 'POST', times: 100 }),
    )
    const away = await ada('POST', '/api/v1/billing/purchase', { action: 'purchase', credits: 100 })
    await control('DELETE')
    expectError(away, { status: 500, kind: 'internal error', code: 'internal_error' })
    expect(Number(away.headers['retry-after'])).toBeGreaterThan(0)
  })

  test('each path answers what its contract lists, and what HTTP itself says no with', async () => {
    const { body } = await neo.as({})('GET', '/openapi/neo.json')
    const statuses = (path: string, method: string) =>
      Object.keys(body.paths[path][method].responses).filter(
        (one) => !['400', '413', '415', '429'].includes(one),
      )
    // Who may not is 403 everywhere, though only some pages say so.
    const listed = ['200', '401', '403', '500']
    expect(statuses('/api/v1/billing/purchase', 'post')).toEqual(listed)
    expect(statuses('/api/v1/billing/credits', 'get')).toEqual(listed)
    expect(statuses('/api/v1/billing/subscription', 'get')).toEqual(listed)
  })

  test('who asks too often is told so', async () => {
    const eager = await neo.user('eager')
    const all = await Promise.all(Array.from({ length: 61 }, () => eager('GET', CREDITS)))
    const last = all.find(({ status }) => status === 429) as Wire
    expectError(last, { status: 429, kind: 'too many requests', code: 'rate_limited' })
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
  })

  test('every example is of its schema', () => {
    for (const { id, success, body, example } of dialect.routes) {
      expect(checkOf(success.schema)(structuredClone(success.example)), id).toBeNull()
      if (body && example.body) expect(checkOf(body)(structuredClone(example.body)), id).toBeNull()
    }
  })
})
