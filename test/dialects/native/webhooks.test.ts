import { beforeAll, expect, test } from 'vitest'
import { happeningTypes, MOST_ENDPOINTS } from '../../../src/core/webhooks/endpoint.ts'
import { type Client, nativeServer } from './server.ts'

let operator: Client
let other: Client
beforeAll(async () => {
  const native = await nativeServer()
  operator = native.operator
  other = await native.keyFor({})
})

const ENDPOINTS = '/v1/webhook-endpoints'

test('no more types are taken than there are, however many are sent', async () => {
  const began = performance.now()
  const types = Array(50_000).fill('purchase.paid')
  const { status, body } = await operator('POST', ENDPOINTS, { url: 'https://product.example/hear', types })
  const message = `must have at most ${happeningTypes.length} items`
  expect([status, body.errors]).toEqual([400, [{ field: 'types', message }]])
  expect(performance.now() - began).toBeLessThan(2_000)
})

test('an endpoint’s secret is shown once, and to nobody else', async () => {
  const headers = { 'idempotency-key': 'first endpoint' }
  const asked = { url: 'https://product.example/hear?from=scrip', types: ['purchase.paid'] }
  const made = await operator('POST', ENDPOINTS, asked, headers)
  const { secret, ...endpoint } = made.body
  expect(made.status).toBe(201)
  expect(Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).toHaveLength(33)
  expect(endpoint).toMatchObject({ ...asked, active: true, failing_since: null, previous_secret_until: null })
  const path = `${ENDPOINTS}/${endpoint.id}`
  expect((await operator('GET', path)).body).toEqual(endpoint)
  expect((await operator('GET', ENDPOINTS)).body).toEqual({ items: [endpoint], next_cursor: null })
  // Whoever made it is told again, and another key of the operator's is not.
  expect((await operator('POST', ENDPOINTS, asked, headers)).body.secret).toBe(secret)
  expect((await other('POST', ENDPOINTS, asked, headers)).body).toEqual({ ...endpoint, secret: null })
  const rotated = (await operator('POST', `${path}/rotate`)).body
  expect(rotated.secret).not.toBe(secret)
  expect(Date.parse(rotated.previous_secret_until) - Date.now()).toBeGreaterThan(23 * 3_600_000)
  const changed = await operator('PATCH', path, { types: null, active: false })
  const expected = { ...rotated, types: null, active: false, updated_at: expect.any(String) }
  expect({ ...changed.body, secret: rotated.secret }).toEqual(expected)
  expect((await operator('DELETE', path)).body).toEqual(changed.body)
  for (const [method, url] of [
    ['GET', path],
    ['PATCH', path],
    ['DELETE', path],
    ['POST', `${path}/rotate`],
    ['POST', `${path}/test`],
  ] as const)
    expect((await operator(method, url, method === 'PATCH' ? {} : undefined)).body.code).toBe(
      'webhook_endpoint_not_found',
    )
})

test('deliveries are listed page by page, and what is gone is not sent again', async () => {
  const { body } = await operator('POST', ENDPOINTS, { url: 'http://localhost:9/hear' })
  const path = `${ENDPOINTS}/${body.id}`
  const pings = []
  for (let i = 0; i < 3; i += 1) pings.unshift((await operator('POST', `${path}/test`)).body)
  expect(pings[0]).toMatchObject({ endpoint: body.id, type: 'ping', account: null, state: 'waiting' })
  const list = async (more: string) =>
    (await operator('GET', `/v1/webhook-deliveries?endpoint=${body.id}${more}`)).body
  const { items, next_cursor } = await list('&limit=2')
  const rest = await list(`&limit=2&cursor=${next_cursor}`)
  expect([...items, ...rest.items]).toEqual(pings)
  expect(rest.next_cursor).toBeNull()
  expect((await list('&state=failed')).items).toEqual([])
  await operator('DELETE', path)
  const again = await operator('POST', `/v1/webhook-deliveries/${pings[0].id}/resend`)
  expect([again.status, again.body.code]).toEqual([404, 'webhook_endpoint_not_found'])
  expect((await operator('POST', '/v1/webhook-deliveries/dlv_0/resend')).body.code).toBe(
    'webhook_delivery_not_found',
  )
})

test('there are only so many endpoints', async () => {
  for (let i = 0; i < MOST_ENDPOINTS; i += 1)
    expect((await operator('POST', ENDPOINTS, { url: `https://product.example/${i}` })).status).toBe(201)
  const { status, body } = await operator('POST', ENDPOINTS, { url: 'https://product.example/more' })
  expect([status, body.code]).toEqual([409, 'webhook_endpoint_limit'])
})
