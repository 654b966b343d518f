import { decodeJwt, SignJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { native as dialect } from '../../../src/dialects/native/dialect.ts'
import { route } from '../../../src/http/route.ts'
import { Anything, dialectOf } from '../../http/dialect.ts'
import { type Client, type NativeServer, nativeServer, type Wire } from './server.ts'

const JWT_SECRET = 'the secret of the product itself, 32 letters'
/** A route of another face, which lets everybody in. */
const look = route({
  method: 'GET',
  path: '/other/look',
  id: 'look',
  summary: 'x',
  tags: ['x'],
  allow: ['admin', 'buyer', 'member'],
  success: { schema: Anything, example: { said: 'x' } },
  handler: async ({ caller }) => ({ said: caller.role }),
})
let native: NativeServer
let others: NativeServer['clientOf']
let ahead_ms = 0

beforeAll(async () => {
  native = await nativeServer({
    clock: { now: () => Date.now() + ahead_ms },
    public_url: () => 'https://scrip.test',
    tokens: { secret: JWT_SECRET },
    redirects: ['https://app.example.com'],
    dialects: [dialect, dialectOf([look], 'other', ['/other'])],
  })
  others = await native.another()
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
    expect(reader.body.role).toBe('member')
    const mere = native.clientOf(reader.body.token)
    expect((await mere('GET', '/v1/accounts/team_a/balances')).status).toBe(200)
    const wish = { credit_type: 'agent', amount: '100' }
    expect((await mere('POST', '/v1/accounts/team_a/purchases', wish)).status).toBe(403)
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
    await expect.poll(role).toBe('member')
    const wish = { credit_type: 'agent', amount: '100' }
    expect((await visit('POST', '/v1/accounts/team_a/purchases', wish)).status).toBe(403)
    const asReader = await visitor({ account: 'team_a', member: 'mem_demoted' })
    await native.operator('PATCH', at, { role: 'owner' })
    await expect.poll(role).toBe('buyer')
    // A link that was made for a mere member stays one.
    expect((await asReader('GET', '/v1/me')).body.role).toBe('member')
  })

  test('is out within a second of being removed', async () => {
    await native.operator('POST', '/v1/accounts/team_a/members', { id: 'mem_gone', role: 'admin' })
    const { token } = (await open({ account: 'team_a', member: 'mem_gone' })).body
    const gone = native.clientOf(token)
    expect((await gone('GET', '/v1/me')).status).toBe(200)
    await native.operator('DELETE', '/v1/accounts/team_a/members/mem_gone')
    await expect.poll(async () => (await gone('GET', '/v1/me')).status).toBe(401)
    // Who comes back comes in by new links only, also where the old one was never seen.
    await native.operator('POST', '/v1/accounts/team_a/members', { id: 'mem_gone', role: 'admin' })
    const fresh = await open({ account: 'team_a', member: 'mem_gone' })
    expect((await others(fresh.body.token)('GET', '/v1/me')).status).toBe(200)
    expect((await others(token)('GET', '/v1/me')).status).toBe(401)
    // So does who was only invited again for a while.
    const at = '/v1/accounts/team_a/members/mem_gone'
    for (const status of ['invited', 'active']) await native.operator('PATCH', at, { status })
    const { body } = await open({ account: 'team_a', member: 'mem_gone' })
    const look = async (one: string) => (await others(one)('GET', '/v1/me')).status
    await expect.poll(() => look(fresh.body.token)).toBe(401)
    await expect.poll(() => look(body.token)).toBe(200)
  })
})

describe('links that are called back', () => {
  const at = (account: string) => `/v1/accounts/${account}/portal-sessions`

  test('open nothing more within a second, on other servers too, and later ones do', async () => {
    const [old, elsewhere] = await Promise.all([
      open({ account: 'team_a' }),
      open({ account: 'team_b', member: null }),
    ])
    const look = async (clientOf: NativeServer['clientOf'], { body }: Wire) =>
      (await clientOf(body.token)('GET', '/v1/me')).status
    expect(await Promise.all([look(native.clientOf, old), look(others, old)])).toEqual([200, 200])
    const before = Date.now()
    const { status, body } = await native.operator('DELETE', at('team_a'))
    expect([status, body.account]).toEqual([200, 'team_a'])
    expect(Date.parse(body.revoked_at)).toBeGreaterThanOrEqual(before)
    expect(Date.parse(body.revoked_at)).toBeLessThanOrEqual(Date.now())
    for (const clientOf of [native.clientOf, others]) await expect.poll(() => look(clientOf, old)).toBe(401)
    const fresh = await open({ account: 'team_a' })
    expect(await Promise.all([look(native.clientOf, fresh), look(others, fresh)])).toEqual([200, 200])
    expect(await look(native.clientOf, elsewhere)).toBe(200)
  })

  test('are the operator’s to call back, of an account that is there', async () => {
    expect((await native.operator('DELETE', at('team_none'))).body.code).toBe('account_not_found')
    const admin = await native.keyFor({ account: 'team_a', role: 'admin' })
    for (const who of [admin, await visitor({ account: 'team_a' })])
      expect((await who('DELETE', at('team_a'))).status).toBe(403)
  })
})

describe('a member who decides nothing', () => {
  const to = '/v1/accounts/team_c'
  const ids: Record<string, string> = { account: 'team_c', member: 'mem_ada', credit_type: 'agent' }
  const theirs = /mem_ada|ada@|4242|checkout_|"(?:in|pi|cs|sub)_/
  const expires_at = [1, 2].map((days) => new Date(Date.now() + days * 86_400_000).toISOString())
  let zoe: Client

  beforeAll(async () => {
    const { operator } = native
    const post = async (path: string, body: object) => (await operator('POST', `${to}${path}`, body)).body
    await operator('POST', '/v1/accounts', { id: 'team_c', kind: 'team', name: 'Team C' })
    for (const [id, role] of [
      ['mem_ada', 'owner'],
      ['mem_zoe', 'member'],
    ])
      await post('/members', { id, role, email: `${id}@example.com` })
    const agent = { credit_type: 'agent' }
    await post('/grants', { ...agent, amount: '40' })
    const [soon, later] = expires_at
    ids.grant = (
      await post('/grants', { ...agent, amount: '9', expires_at: soon, scope: { member: 'mem_ada' } })
    ).id
    await post('/grants', { ...agent, amount: '7', expires_at: later, scope: { member: 'mem_zoe' } })
    const burn = (member: string, amount: string) =>
      post('/debits', { ...agent, amount, member, feature: 'chat' })
    ids.debit = (await burn('mem_ada', '3')).id
    ids.own = (await burn('mem_zoe', '2')).id
    ids.hold = (await post('/holds', { ...agent, amount: '1', ttl_seconds: 600, member: 'mem_ada' })).id
    for (const whose of ['account/team_c', 'member/*', 'member/mem_ada', 'project/site'])
      await operator('PUT', `${to}/caps/${whose}`, { limit: '500', unit: 'credits', period: 'month' })
    ids.payment_method = await native.card('team_c')
    ids.purchase = (await post('/purchases', { ...agent, amount: '100' })).id
    const terms = { plan: 'team', seats: 1, credits_per_seat: '100' }
    ids.subscription = (await post('/subscriptions', terms)).subscription.id
    zoe = await visitor({ account: 'team_c', member: 'mem_zoe' })
  })

  test('is shut out of all that is money, or other people’s', async () => {
    const open: string[] = []
    for (const route of dialect.routes) {
      const url = route.path.replaceAll(/:([^/]+)/g, (_, name) => ids[name as string] ?? 'x')
      const { status, body } = await zoe(route.method, url, route.example.body)
      expect([route.id, status]).toEqual([
        route.id,
        expect.toSatisfy((one) => [200, 400, 403, 404].includes(one)),
      ])
      if (body.code === 'forbidden') continue
      open.push(route.id)
      expect([route.id, body.code ?? JSON.stringify(body).match(theirs)]).toEqual([
        route.id,
        /^get_(?:debit|member)$/.test(route.id) ? expect.stringMatching(/_not_found$/) : null,
      ])
    }
    expect(open.sort()).toEqual([
      'get_account',
      'get_balance',
      'get_credit_type',
      'get_debit',
      'get_me',
      'get_member',
      'get_usage',
      'list_balances',
      'list_caps',
      'list_credit_types',
      'list_debits',
    ])
  })

  test('sees what it can burn, what it burned, and what bounds it', async () => {
    const get = async (path: string) => (await zoe('GET', `${to}${path}`)).body
    // 40 and what was bought are everybody's; the seat's are nobody's or Ada's; 9 are Ada's, whose debit took 3 of them.
    const mine = { available: '145', expiring_next: { at: expires_at[1], amount: '5' } }
    expect(await get('/balances/agent')).toMatchObject(mine)
    expect((await get('/balances')).items).toMatchObject([mine])
    const everybody = await native.operator('GET', `${to}/balances/agent`)
    expect(everybody.body.expiring_next.at).toBe(expires_at[0])

    const usage = await get('/usage?credit_type=agent&by=member')
    expect(usage.totals).toMatchObject([{ group: 'mem_zoe', burned: '2', debits: 1 }])
    expect((await get('/debits')).items.map(({ id }: { id: string }) => id)).toEqual([ids.own])
    expect(await get(`/debits/${ids.own}`)).toMatchObject({ member: 'mem_zoe', amount: '2' })
    expect(await get('/members/mem_zoe')).toMatchObject({ email: 'mem_zoe@example.com' })
    expect(await get('/caps')).toMatchObject({
      items: [
        { subject: 'account', used: '6' },
        { subject: 'member', id: 'mem_zoe', used: '2', remaining: '498' },
      ],
      next_cursor: null,
    })
    for (const path of [
      '/debits?member=mem_ada',
      '/usage?credit_type=agent&member=mem_ada',
      '/balances/agent?member=mem_ada',
    ])
      expect([path, (await zoe('GET', `${to}${path}`)).status]).toEqual([path, 403])
    for (const path of ['/balances', '/balances/agent'])
      expect((await zoe('GET', `${to}${path}?as_of=${new Date().toISOString()}`)).status).toBe(400)
  })

  test('is told apart by whoever sees all', async () => {
    const usage = await native.operator('GET', `${to}/usage?credit_type=agent&by=feature&member=mem_zoe`)
    expect(usage.body.totals).toMatchObject([{ group: 'chat', burned: '2' }])
  })

  test('is not told what others use, by which key it burned, or why something was given back', async () => {
    const wish = { credit_type: 'agent', amount: '1', member: 'mem_zoe', project: 'site' }
    const headers = { 'idempotency-key': 'of the product' }
    const { id } = (await native.operator('POST', `${to}/debits`, wish, headers)).body
    await native.operator('POST', `${to}/debits/${id}/reverse`, { reason: 'a note' })
    const whole = {
      api_key: expect.stringMatching(/^key_/),
      idempotency_key: 'of the product',
      caps: [{ subject: 'account' }, { subject: 'member' }, { subject: 'project' }],
    }
    const own = { api_key: null, idempotency_key: null, caps: whole.caps.slice(0, 2) }
    for (const [who, seen, reason] of [
      [native.operator, whole, 'a note'],
      [zoe, own, null],
    ] as const) {
      expect((await who('GET', `${to}/debits`)).body.items[0]).toMatchObject({ id, ...seen })
      expect((await who('GET', `${to}/debits/${id}`)).body).toMatchObject({
        ...seen,
        reversals: [{ reason }],
      })
    }
    for (const query of ['project=site', 'feature=chat'])
      expect([query, (await zoe('GET', `${to}/balances/agent?${query}`)).status]).toEqual([query, 403])
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
