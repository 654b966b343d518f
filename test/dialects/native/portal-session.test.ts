import { decodeJwt, SignJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { native as dialect } from '../../../src/dialects/native/dialect.ts'
import { route } from '../../../src/http/route.ts'
import { Anything, dialectOf } from '../../http/dialect.ts'
import { type NativeServer, nativeServer } from './server.ts'

const JWT_SECRET = 'the secret of the product itself, 32 letters'
/** A route of another face, which lets everybody in. */
const look = route({
  method: 'GET',
  path: '/other/look',
  id: 'look',
  summary: 'x',
  tags: ['x'],
  allow: ['admin', 'buyer', 'viewer'],
  success: { schema: Anything, example: { said: 'x' } },
  handler: async ({ caller }) => ({ said: caller.role }),
})
let native: NativeServer
let ahead_ms = 0

beforeAll(async () => {
  native = await nativeServer({
    clock: { now: () => Date.now() + ahead_ms },
    public_url: () => 'https://scrip.test',
    tokens: { secret: JWT_SECRET },
    redirects: ['https://app.example.com'],
    dialects: [dialect, dialectOf([look], 'other', ['/other'])],
  })
  const { operator } = native
  await operator('POST', '/v1/credit-types', { id: 'agent', name: 'Agent credits', unit_price: '0.01' })
  const pricing = { by: 'credit', month_unit_price: '0.01' }
  await operator('POST', '/v1/plans', { id: 'team', name: 'Team', credit_type: 'agent', pricing })
  for (const id of ['team_a', 'team_b'])
    await operator('POST', '/v1/accounts', { id, kind: 'team', name: `Team ${id}` })
  await operator('POST', '/v1/accounts/team_a/grants', { credit_type: 'agent', amount: '50' })
  for (const [id, role] of [
    ['mem_money', 'billing'],
    ['mem_reader', 'member'],
  ])
    await operator('POST', '/v1/accounts/team_a/members', { id, role, email: `${id}@example.com` })
})

const forged = (head: object, claims: object) =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256', ...head })
    .sign(new TextEncoder().encode(JWT_SECRET))
const open = (body: object) => native.operator('POST', '/v1/portal-sessions', body)
const visitor = async (body: object) => native.clientOf((await open(body)).body.token)

describe('a link to the portal', () => {
  test('says where the portal is, who comes in, and until when', async () => {
    const { status, body } = await open({ account: 'team_a', return_url: 'https://app.example.com/settings' })
    expect(status).toBe(201)
    expect(body).toMatchObject({ account: 'team_a', member: null, role: 'buyer' })
    expect(body.url).toBe(`https://scrip.test/portal/#session=${body.token}`)
    const lasts = Date.parse(body.expires_at) - Date.now()
    expect(lasts).toBeGreaterThan(3_500_000)
    expect(lasts).toBeLessThanOrEqual(3_600_000)
    const me = await native.clientOf(body.token)('GET', '/v1/me')
    expect(me.body).toEqual({
      role: 'buyer',
      account: 'team_a',
      member: null,
      key: null,
      return_url: 'https://app.example.com/settings',
      expires_at: body.expires_at,
    })
  })

  test.each([
    ['an unknown account', { account: 'team_none' }, 404],
    ['an unknown member', { account: 'team_a', member: 'mem_none' }, 404],
    ['a way back that is not allowed', { account: 'team_a', return_url: 'https://evil.example.com' }, 400],
    ['a way back that is no page', { account: 'team_a', return_url: 'javascript:alert(1)' }, 400],
    ['longer than a day', { account: 'team_a', expires_in_seconds: 86_401 }, 400],
  ])('is refused for %s', async (_what, body, status) => {
    expect((await open(body)).status).toBe(status)
  })

  test('is made by the operator alone', async () => {
    const admin = await native.keyFor({ account: 'team_a', role: 'admin' })
    expect((await admin('POST', '/v1/portal-sessions', { account: 'team_a' })).status).toBe(403)
  })
})

describe('who comes in by it', () => {
  test('sees its own account and no other', async () => {
    const buyer = await visitor({ account: 'team_a' })
    expect((await buyer('GET', '/v1/accounts/team_a/balances/agent')).body.available).toBe('50')
    expect((await buyer('GET', '/v1/accounts/team_b/balances')).status).toBe(404)
    expect((await buyer('GET', '/v1/accounts')).status).toBe(403)
  })

  test('buys, and neither burns, grants nor makes keys', async () => {
    await native.card('team_b')
    const buyer = await visitor({ account: 'team_b' })
    const to = '/v1/accounts/team_b'
    const bought = await buyer('POST', `${to}/purchases`, { credit_type: 'agent', amount: '100' })
    expect([bought.status, bought.body.state]).toEqual([201, 'paid'])
    for (const [method, path, body] of [
      ['POST', `${to}/debits`, { credit_type: 'agent', amount: '1' }],
      ['POST', `${to}/holds`, { credit_type: 'agent', amount: '1' }],
      ['POST', `${to}/grants`, { credit_type: 'agent', amount: '1' }],
      ['POST', '/v1/keys', { account: 'team_b' }],
      ['GET', '/v1/keys?account=team_b', undefined],
      ['POST', '/v1/portal-sessions', { account: 'team_b' }],
      ['PATCH', to, { name: 'Mine' }],
      ['POST', `${to}/purchases/${bought.body.id}/refunds`, {}],
    ] as const)
      expect([path, (await buyer(method, path, body)).status]).toEqual([path, 403])
  })

  test('decides neither when credits end nor how they are paid for', async () => {
    const to = '/v1/accounts/team_a'
    const buyer = await visitor({ account: 'team_a' })
    const admin = await native.keyFor({ account: 'team_a', role: 'admin' })
    for (const more of [{ expires_at: '2099-01-01T00:00:00Z' }, { expires_at: null }, { source: 'gift' }])
      for (const who of [buyer, admin]) {
        const wish = { credit_type: 'agent', amount: '100', ...more }
        const { status, body } = await who('POST', `${to}/purchases`, wish)
        expect([more, status, body.code]).toEqual([more, 403, 'forbidden'])
      }
    const terms = { plan: 'team', seats: 1, credits_per_seat: '1000', collection: 'send_invoice' }
    expect((await buyer('POST', `${to}/subscriptions`, terms)).status).toBe(403)
    // Whoever may is asked on: there is nobody to send the invoice to.
    expect((await admin('POST', `${to}/subscriptions`, terms)).status).toBe(402)
  })

  test('minds the caps of members and projects, and reads those of the account and its keys', async () => {
    const to = '/v1/accounts/team_a/caps'
    const buyer = await visitor({ account: 'team_a' })
    const key = (await native.operator('POST', '/v1/keys', { account: 'team_a' })).body.id
    const cap = { limit: '10', unit: 'credits', period: 'day' }
    for (const whose of ['member/mem_reader', 'member/*', 'project/search']) {
      expect([whose, (await buyer('PUT', `${to}/${whose}`, cap)).status]).toEqual([whose, 200])
      expect([whose, (await buyer('DELETE', `${to}/${whose}`)).status]).toEqual([whose, 200])
    }
    for (const whose of ['account/team_a', `key/${key}`]) {
      await native.operator('PUT', `${to}/${whose}`, cap)
      const raised = await buyer('PUT', `${to}/${whose}`, { ...cap, limit: '1000' })
      expect([whose, raised.status, raised.body.code]).toEqual([whose, 403, 'forbidden'])
      expect([whose, (await buyer('DELETE', `${to}/${whose}`)).status]).toEqual([whose, 403])
      expect((await buyer('GET', `${to}/${whose}`)).body).toMatchObject({ limit: '10' })
      const admin = await native.keyFor({ account: 'team_a', role: 'admin' })
      expect([whose, (await admin('DELETE', `${to}/${whose}`)).status]).toEqual([whose, 200])
    }
  })

  test('opens no other face of the API', async () => {
    const claims = { sub: 'team_a', aud: 'scrip', exp: Math.floor(Date.now() / 1000) + 600, role: 'admin' }
    const own = await forged({}, claims)
    expect((await native.clientOf(own)('GET', '/other/look')).body).toEqual({ said: 'admin' })
    for (const member of [null, 'mem_reader']) {
      const answer = await (await visitor({ account: 'team_a', member }))('GET', '/other/look')
      expect([member, answer.status]).toEqual([member, 401])
    }
  })

  test('buys as the member that it is for, where that one decides about money', async () => {
    const { body } = await open({ account: 'team_a', member: 'mem_money' })
    expect(body.role).toBe('buyer')
    const reader = await open({ account: 'team_a', member: 'mem_reader' })
    expect(reader.body.role).toBe('viewer')
    const viewer = native.clientOf(reader.body.token)
    expect((await viewer('GET', '/v1/accounts/team_a/balances')).status).toBe(200)
    const wish = { credit_type: 'agent', amount: '100' }
    expect((await viewer('POST', '/v1/accounts/team_a/purchases', wish)).status).toBe(403)
  })

  test('is out once the time is over', async () => {
    const buyer = await visitor({ account: 'team_a', expires_in_seconds: 60 })
    expect((await buyer('GET', '/v1/me')).status).toBe(200)
    ahead_ms = 61_000
    try {
      expect((await buyer('GET', '/v1/me')).status).toBe(401)
    } finally {
      ahead_ms = 0
    }
  })

  test('buys no more within a second of being a mere member, and again when it is in charge again', async () => {
    const at = '/v1/accounts/team_a/members/mem_demoted'
    await native.operator('POST', '/v1/accounts/team_a/members', { id: 'mem_demoted', role: 'admin' })
    const visit = await visitor({ account: 'team_a', member: 'mem_demoted' })
    const role = async () => (await visit('GET', '/v1/me')).body.role
    expect(await role()).toBe('buyer')
    expect((await native.operator('PATCH', at, { role: 'member' })).status).toBe(200)
    await expect.poll(role, { timeout: 2_000 }).toBe('viewer')
    const wish = { credit_type: 'agent', amount: '100' }
    expect((await visit('POST', '/v1/accounts/team_a/purchases', wish)).status).toBe(403)
    const asReader = await visitor({ account: 'team_a', member: 'mem_demoted' })
    await native.operator('PATCH', at, { role: 'owner' })
    await expect.poll(role, { timeout: 2_000 }).toBe('buyer')
    // A link that was made for a viewer stays one.
    expect((await asReader('GET', '/v1/me')).body.role).toBe('viewer')
  })

  test('is out within a second of being removed', async () => {
    await native.operator('POST', '/v1/accounts/team_a/members', { id: 'mem_gone', role: 'admin' })
    const gone = await visitor({ account: 'team_a', member: 'mem_gone' })
    expect((await gone('GET', '/v1/me')).status).toBe(200)
    await native.operator('DELETE', '/v1/accounts/team_a/members/mem_gone')
    await expect.poll(async () => (await gone('GET', '/v1/me')).status, { timeout: 2_000 }).toBe(401)
  })
})

describe('no token comes in as another kind', () => {
  const exp = Math.floor(Date.now() / 1000) + 600

  test.each([
    ['a buyer signed by the product', {}, { sub: 'team_a', aud: 'scrip', exp, role: 'buyer' }],
    [
      'a link signed by the product',
      { kid: 'scrip-portal' },
      { sub: 'team_a', aud: 'scrip-portal', exp, role: 'buyer' },
    ],
  ])('%s', async (_what, head, claims) => {
    const token = await forged(head, claims)
    expect((await native.clientOf(token)('GET', '/v1/me')).status).toBe(401)
  })

  test('a link whose account was changed', async () => {
    const { token } = (await open({ account: 'team_a' })).body
    const [head, , signature] = token.split('.')
    const claims = Buffer.from(JSON.stringify({ ...decodeJwt(token), sub: 'team_b' })).toString('base64url')
    const answer = await native.clientOf(`${head}.${claims}.${signature}`)('GET', '/v1/me')
    expect(answer.status).toBe(401)
  })
})
