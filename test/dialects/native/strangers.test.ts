import { beforeAll, describe, expect, test } from 'vitest'
import { native as dialect } from '../../../src/dialects/native/dialect.ts'
import type { Route } from '../../../src/http/route.ts'
import { type Client, type NativeServer, nativeServer } from './server.ts'

let native: NativeServer
/** What the other account has. */
const theirs: Record<string, string> = {
  account: 'theirs',
  member: 'zoe',
  credit_type: 'agent',
  subject: 'member',
  id: 'zoe',
}
const clients: Record<string, Client> = {}

async function fill(account: string, member: string): Promise<Record<string, string>> {
  const { operator } = native
  const path = `/v1/accounts/${account}`
  await operator('POST', '/v1/accounts', { id: account, kind: 'team', name: `Name of ${account}` })
  await operator('POST', `${path}/members`, { id: member })
  const grant = await operator('POST', `${path}/grants`, { credit_type: 'agent', amount: '1000' })
  const debit = await operator('POST', `${path}/debits`, { credit_type: 'agent', amount: '1', member })
  const hold = await operator('POST', `${path}/holds`, {
    credit_type: 'agent',
    amount: '1',
    ttl_seconds: 600,
  })
  await operator('PUT', `${path}/caps/member/${member}`, { limit: '500', unit: 'credits', period: 'day' })
  const key = await operator('POST', '/v1/keys', { account })
  const payment_method = await native.card(account)
  const purchase = await operator('POST', `${path}/purchases`, { credit_type: 'agent', amount: '1000' })
  const terms = { plan: 'team', seats: 1, credits_per_seat: '1000' }
  const begun = await operator('POST', `${path}/subscriptions`, terms)
  return {
    subscription: begun.body.subscription.id,
    grant: grant.body.id,
    debit: debit.body.id,
    hold: hold.body.id,
    key: key.body.id,
    purchase: purchase.body.id,
    payment_method,
  }
}

beforeAll(async () => {
  native = await nativeServer()
  await native.operator('POST', '/v1/credit-types', { id: 'agent', name: 'Agent', unit_price: '0.01' })
  await native.operator('POST', '/v1/plans', {
    id: 'team',
    name: 'Team',
    credit_type: 'agent',
    pricing: { by: 'credit', month_unit_price: '0.01' },
  })
  Object.assign(theirs, await fill('theirs', 'zoe'))
  await fill('ours', 'ada')
  for (const role of ['admin', 'spender', 'viewer'])
    clients[role] = await native.keyFor({ account: 'ours', role })
  clients.member = await native.keyFor({ account: 'ours', member: 'ada', role: 'admin' })
})

const urlOf = ({ path }: Route, change: Record<string, string> = {}) =>
  path.replaceAll(/:([^/]+)/g, (_, name) => ({ ...theirs, ...change })[name as string] ?? '')

const bodyOf = ({ id, example }: Route): unknown => {
  if (id === 'batch_debits')
    return { debits: [{ key: 'k', account: 'theirs', credit_type: 'agent', amount: '1' }] }
  if (id === 'issue_key') return { account: 'theirs' }
  return example.body
}

const about = dialect.routes.filter(
  (route) => /:(?:account|key)/.test(route.path) || route.id === 'issue_key',
)

const state = async () => {
  const { rows } = await native.store.pool.query(
    `select (select json_agg(w order by credit_type) from wallets w where account_id = 'theirs') as wallets,
            (select json_agg(m) from members m where account_id = 'theirs') as members,
            (select json_agg(k) from api_keys k where account_id = 'theirs') as keys,
            (select json_agg(c) from caps c where account_id = 'theirs') as caps,
            (select json_agg(a) from accounts a where account_id = 'theirs') as accounts,
            (select json_agg(p) from purchases p where account_id = 'theirs') as purchases,
            (select json_agg(s) from subscriptions s where account_id = 'theirs') as subscriptions,
            (select json_agg(s) from seats s where account_id = 'theirs') as seats,
            (select json_agg(r) from refunds r where account_id = 'theirs') as refunds,
            (select count(*)::int from debits where account_id = 'theirs') as debits`,
  )
  const cards = await native.operator('GET', '/v1/accounts/theirs/payment-methods')
  return JSON.stringify([rows[0], cards.body])
}

describe.each(about.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_, route) => {
  test('another account’s is answered as one that is not there, and nothing changes', async () => {
    const before = await state()
    for (const [name, client] of Object.entries(clients)) {
      const real = await client(route.method, urlOf(route), bodyOf(route))
      expect([name, real.status]).toEqual([
        name,
        expect.toSatisfy((status) => status === 404 || status === 403),
      ])
      // The same words for what is there and what is not.
      const change: Record<string, string> = route.path.includes(':account')
        ? { account: 'nobody' }
        : { key: 'key_nobody' }
      const body = route.id === 'issue_key' ? { account: 'nobody' } : bodyOf(route)
      const none = await client(route.method, urlOf(route, change), body)
      const words = (text: object) =>
        JSON.stringify({ ...text, correlation_id: '' }).replaceAll(/theirs|nobody|key_\w+/g, '…')
      expect([name, words(real.body)]).toEqual([name, words(none.body)])
      if (route.path.includes(':account')) expect([name, real.status]).toEqual([name, 404])
      expect(JSON.stringify(real.body)).not.toContain('Name of theirs')
    }
    expect(await state()).toBe(before)
  })

  // An id of theirs under our own account's path.
  const inner = ['subscription', 'member', 'grant', 'debit', 'hold', 'purchase', 'payment_method'].find(
    (name) => route.path.includes(`/:${name}`),
  )
  if (inner)
    test('another account’s id within one’s own is not there', async () => {
      for (const client of [clients.admin, native.operator] as Client[]) {
        const { status, body } = await client(route.method, urlOf(route, { account: 'ours' }), bodyOf(route))
        if (body.code === 'forbidden') continue
        expect([status, body.code]).toEqual([404, `${inner}_not_found`])
      }
    })
})

test('the operator’s own routes are nobody else’s', async () => {
  const own = dialect.routes.filter(({ allow }) => allow.length === 1)
  expect(own.map(({ id }) => id).sort()).toEqual([
    'advance_clock',
    'archive_plan',
    'archive_price',
    'ask_check',
    'create_account',
    'create_credit_type',
    'create_grant',
    'create_plan',
    'create_portal_session',
    'create_price',
    'create_refund',
    'create_webhook_endpoint',
    'delete_webhook_endpoint',
    'get_check',
    'get_clock',
    'get_overview',
    'get_webhook_endpoint',
    'list_accounts',
    'list_all_purchases',
    'list_all_subscriptions',
    'list_checks',
    'list_jobs',
    'list_webhook_deliveries',
    'list_webhook_endpoints',
    'resend_webhook_delivery',
    'reverse_debit',
    'revoke_grant',
    'revoke_portal_sessions',
    'rotate_webhook_secret',
    'test_webhook_endpoint',
    'update_credit_type',
    'update_webhook_endpoint',
  ])
  for (const route of own)
    for (const client of Object.values(clients)) {
      const url = urlOf(route, { account: 'ours' })
      expect((await client(route.method, url, route.example.body)).status).toBe(403)
    }
})

test('roles do what they may within their own account', async () => {
  for (const route of dialect.routes.filter(({ path }) => path.includes(':account'))) {
    for (const role of ['admin', 'spender', 'viewer'] as const) {
      const url = urlOf(route, {
        account: 'ours',
        member: 'unknown',
        grant: 'x',
        debit: 'x',
        hold: 'x',
        purchase: 'x',
        subscription: 'x',
        payment_method: 'x',
        id: 'unknown',
      })
      const { status, body } = await (clients[role] as Client)(route.method, url, route.example.body)
      expect([route.id, role, body.code === 'forbidden']).toEqual([
        route.id,
        role,
        !route.allow.includes(role),
      ])
      expect(status).toBeLessThan(500)
    }
  }
})

test('a batch burns nothing of another account', async () => {
  const before = await state()
  const { status, body } = await (clients.spender as Client)('POST', '/v1/debits', {
    debits: [
      { key: 'k1', account: 'theirs', credit_type: 'agent', amount: '1' },
      { key: 'k2', account: 'ours', credit_type: 'agent', amount: '1' },
      { key: 'k3', account: 'nobody', credit_type: 'agent', amount: '1' },
    ],
  })
  expect([
    status,
    body.results.map(({ status, code }: { status: string; code?: string }) => code ?? status),
  ]).toEqual([200, ['account_not_found', 'ok', 'account_not_found']])
  expect(await state()).toBe(before)
})

test('a member’s key reaches no other member’s hold', async () => {
  const { body } = await native.operator('POST', '/v1/accounts/ours/holds', {
    credit_type: 'agent',
    amount: '1',
    ttl_seconds: 600,
  })
  const member = clients.member as Client
  const path = `/v1/accounts/ours/holds/${body.id}`
  for (const [verb, sent] of [
    ['capture', {}],
    ['release', undefined],
    ['extend', { ttl_seconds: 5 }],
  ] as const)
    expect((await member('POST', `${path}/${verb}`, sent)).body.code).toBe('hold_not_found')
  const own = await member('POST', '/v1/accounts/ours/holds', {
    credit_type: 'agent',
    amount: '1',
    ttl_seconds: 600,
  })
  expect((await member('POST', `/v1/accounts/ours/holds/${own.body.id}/release`)).status).toBe(200)
})
