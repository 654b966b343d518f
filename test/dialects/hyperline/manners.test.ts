import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { openSeller, type Seller } from './world.ts'

let seller: Seller
let path: string
beforeAll(async () => {
  seller = await openSeller()
  path = `/v1/customers/${await seller.customer()}/credits`
})

const basic = (user: string) => ({ authorization: `Basic ${Buffer.from(`${user}:`).toString('base64')}` })
const nobody = () => seller.server.app.inject.bind(seller.server.app)

test('a key of the seller is taken as a bearer token or as a user name', async () => {
  const call = await seller.key()
  expect(call.secret).toMatch(/^test_\w+/)
  expect((await call('GET', path)).status).toBe(200)
  const byName = await nobody()({ url: path, headers: basic(call.secret) })
  expect(byName.statusCode).toBe(200)
})

test('nobody known is 401', async () => {
  const asked = async (headers: Record<string, string>) => {
    const answer = await nobody()({ url: path, headers })
    return [answer.statusCode, answer.json()]
  }
  expect(await asked({})).toEqual([401, { message: 'Missing authentication token' }])
  expect(await asked(basic('test_nobody'))).toEqual([401, { message: 'Invalid authentication token' }])
  expect(await asked({ authorization: 'Bearer prod_x' })).toEqual([
    401,
    { message: 'Invalid authentication token' },
  ])
})

test('every answer that is no success is a message and nothing else', async () => {
  const call = await seller.key()
  const said = async (method: string, url: string, body?: unknown, headers = {}) => {
    const answer = await call(method, url, body, headers)
    expect(Object.keys(answer.body)).toEqual(['message'])
    expect(answer.headers['content-type']).toMatch(/^application\/json/)
    return answer.status
  }
  expect(await said('GET', '/v1/customers/cus_1/nothing')).toBe(404)
  expect(await said('GET', '/v1/customers')).toBe(404)
  expect(await said('DELETE', path)).toBe(405)
  expect(await said('POST', path, '{"product_id": ')).toBe(400)
  expect(await said('POST', path, '[]')).toBe(400)
  expect(await said('POST', path, {})).toBe(400)
  expect(await said('POST', path, 'x', { 'content-type': 'text/plain' })).toBe(415)
  expect(await said('POST', path, JSON.stringify({ product_id: 'x'.repeat(2 ** 20) }))).toBe(413)
  expect(await said('GET', '/v1/customers/%00/credits')).toBe(400)
})

test('a key of an account has no business here', async () => {
  const id = path.split('/')[3]
  const { body } = await seller.operator('POST', '/v1/keys', { account: id, role: 'admin' })
  const answer = await nobody()({ url: path, headers: { authorization: `Bearer ${body.secret}` } })
  expect(answer.statusCode).toBe(403)
})

test('a window has fifty writes and two hundred reads', async () => {
  const call = await seller.key()
  // A window must not end meanwhile.
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const first = await call('GET', path)
  expect(first.headers).toMatchObject({ 'x-ratelimit-limit': '200', 'x-ratelimit-remaining': '199' })
  const reset = Date.parse(String(first.headers['x-ratelimit-reset'])) - Date.now()
  expect(reset).toBe(10_000)
  const writes = await Promise.all(Array.from({ length: 51 }, () => call('POST', path, {})))
  const over = writes.filter(({ status }) => status === 429)
  expect(over).toHaveLength(1)
  expect(over[0]).toMatchObject({ body: { message: 'Too many requests' } })
  expect(over[0]?.headers).toMatchObject({
    'x-ratelimit-limit': '50',
    'x-ratelimit-remaining': '0',
    'retry-after': expect.stringMatching(/^([1-9]|10)$/),
  })
  expect((await call('GET', path)).headers['x-ratelimit-remaining']).toBe('198')
})
