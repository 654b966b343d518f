import { beforeAll, describe, expect, test } from 'vitest'
import { native as dialect } from '../../../src/dialects/native/dialect.ts'
import type { Route } from '../../../src/http/route.ts'
import { type NativeServer, nativeServer } from './server.ts'

let native: NativeServer
let counted: string
/** One that is there, so that the lists which stand under it are. */
let subscription: string

/** What every table holds, which no bad input may change. */
const counts = async () => {
  const tables = [
    'accounts',
    'members',
    'credit_types',
    'api_keys',
    'grants',
    'holds',
    'debits',
    'entries',
    'caps',
    'prices',
    'plans',
    'subscriptions',
    'subscription_events',
    'seats',
    'purchases',
    'refunds',
    'billing_customers',
    'webhook_endpoints',
    'webhook_deliveries',
  ]
  const sums = tables.map((table) => `(select count(*)::int from ${table}) as ${table}`).join(', ')
  return JSON.stringify((await native.store.pool.query(`select ${sums}`)).rows[0])
}

beforeAll(async () => {
  native = await nativeServer()
  const { operator } = native
  await operator('POST', '/v1/credit-types', { id: 'agent', name: 'Agent' })
  await operator('POST', '/v1/accounts', { id: 'team_acme', kind: 'team', name: 'Acme' })
  await operator('POST', '/v1/accounts/team_acme/members', { id: 'ada' })
  await operator('POST', '/v1/accounts/team_acme/grants', { credit_type: 'agent', amount: '1000' })
  await native.card('team_acme')
  const pricing = { by: 'credit', month_unit_price: '0.01' }
  await operator('POST', '/v1/plans', { id: 'team', name: 'Team', credit_type: 'agent', pricing })
  const terms = { plan: 'team', seats: 1, credits_per_seat: '1000' }
  subscription = (await operator('POST', '/v1/accounts/team_acme/subscriptions', terms)).body.subscription.id
  counted = await counts()
})

const urlOf = ({ path, example }: Route, change: Record<string, string> = {}) => {
  const params: Record<string, unknown> = { ...example.params, ...change }
  return path.replaceAll(/:([^/]+)/g, (_, name) => String(params[name]))
}

const AMOUNTS: readonly unknown[] = [
  0,
  '0',
  -1,
  '-1',
  '1e5x',
  'NaN',
  'Infinity',
  '',
  ' 1',
  '1 ',
  '0.0000001',
  1e-7,
  '1000000000000.000001',
  1e30,
  '9'.repeat(64),
  '9'.repeat(100_000),
  null,
  true,
  [],
  {},
  ['1'],
  '0x10',
  '1,5',
  '٣',
  '+1',
]
const TEXTS: readonly unknown[] = [
  '',
  1,
  null,
  true,
  [],
  {},
  'x'.repeat(100_000),
  'a b',
  'ü',
  '../..',
  '.',
  '..',
  '\u0000',
]

const URLS: readonly unknown[] = ['', 1, true, [], {}, 'x'.repeat(2049), 'x'.repeat(100_000), '\u0000']

/** No places to be told at: not absolute, not safe from others, or with a password in it. */
const NO_ENDPOINTS: readonly unknown[] = [
  '//product.example/hear',
  'ftp://product.example/hear',
  'http://product.example/hear',
  'http://localhost.example/hear',
  'http://127.0.0.2/hear',
  'https://user:password@product.example/hear',
  'https://product.example/a b',
  'https:product.example',
  'https://',
]

/** Whether a value is wrong for a field depends on the field: these are wrong for every one of their kind. */
const valuesFor = (name: string): readonly unknown[] => {
  if (name === 'amount') return AMOUNTS
  if (name === 'credits_per_seat') return AMOUNTS
  if (name === 'expected_amount') return AMOUNTS.filter((value) => value !== 0 && value !== '0')
  if (name === 'seats') return [0, -1, 1.5, '2', 10_001, 1e30, null, true]
  if (name === 'demote') return ['', 1, {}, null, [1], [null], ['a b'], [{}]]
  if (name === 'pack_size' || name === 'pack_price') return AMOUNTS
  if (name === 'tiers') return ['', 1, {}, null, [], [1], [null], [{}], [{ unit_price: '-1' }], tooManyTiers]
  if (name === 'pricing')
    return ['', 1, [], null, {}, { by: 'day' }, { by: 'size' }, { by: 'credit' }, { by: 'size', sizes: [] }]
  if (name === 'bonus') return AMOUNTS.filter((value) => value !== 0 && value !== '0')
  if (name === 'days_until_due') return [0, 366, -1, 1.5, '30', 1e30, null, true]
  if (name.endsWith('_url')) return URLS
  if (name === 'types')
    return ['', 1, true, {}, [], [1], [null], ['ping'], ['purchase'], ['purchase.paid', 'purchase.paid']]
  if (name === 'active' || name === 'hosted_checkout' || name === 'test') return ['', 1, 'true', null, []]
  if (name === 'limit') return AMOUNTS.filter((value) => value !== 0 && value !== '0')
  if (name === 'unit_price') return AMOUNTS.filter((value) => value !== 0 && value !== '0' && value !== null)
  if (name === 'ttl_seconds') return [0, -1, 1.5, '60', 2_592_001, 1e30, null, true]
  if (name === 'priority') return [-1, 1.5, '1', 1e30, null]
  if (name === 'rate_limit') return [0, -1, 1.5, '1', 1e30]
  if (name.endsWith('_at'))
    return [
      '',
      'now',
      '2026-02-30T00:00:00Z',
      '2026-01-01',
      1,
      true,
      '9999999-01-01T00:00:00Z',
      [],
      '2026-13-01T00:00:00Z',
      '2027-01-31T24:00:00Z',
    ]
  if (name === 'metadata')
    return [
      '',
      1,
      [],
      null,
      { a: [] },
      { a: {} },
      { '': 1 },
      { ['k'.repeat(65)]: 1 },
      { a: 'x'.repeat(513) },
      manyFields,
    ]
  if (name === 'scope') return ['', 1, [], null, { member: 'a b' }, { colour: 'red' }]
  if (name === 'expiry')
    return [
      '',
      1,
      [],
      null,
      {},
      { policy: 'sometimes' },
      { policy: 'fixed', after: '-P1D' },
      { policy: 'fixed', after: 'P1000Y' },
    ]
  if (name === 'debits') return ['', 1, {}, null, [], [1], [null], [[]]]
  if (name === 'allow_more') return ['', 1, 'true', null, []]
  if (['name', 'unit', 'reason', 'source'].includes(name))
    return ['', 1, true, [], {}, 'x'.repeat(100_000), '\u0000']
  if (['email', 'slug', 'member', 'project', 'feature', 'price', 'payment_method'].includes(name))
    return TEXTS.filter((value) => value !== null)
  if (name === 'account' && nullableAccount) return TEXTS.filter((value) => value !== null)
  if (name === 'url') return [...URLS, null, ...NO_ENDPOINTS]
  return TEXTS
}
let nullableAccount = false

const base64url = (text: string) => Buffer.from(text).toString('base64url')

const tooManyTiers = Array.from({ length: 51 }, () => ({ unit_price: '1' }))
const veryManyFields = `{${Array.from({ length: 50_000 }, (_, i) => `"f${i}":1`).join(',')}}`
const manyFields = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`f${i}`, i]))

describe.each(dialect.routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
  '%s',
  (_, route) => {
    const send = (body: unknown, url = urlOf(route), headers = {}) =>
      native.operator(route.method, url, body, headers)
    const refused = async (body: unknown, what: string, url?: string) => {
      const answer = await send(body, url)
      const fact = [what, answer.status, answer.body?.code]
      expect(fact).toEqual([
        what,
        expect.toSatisfy((status) => status >= 400 && status < 500),
        expect.any(String),
      ])
      expect(answer.body.detail.length).toBeGreaterThan(5)
      return answer
    }

    if (route.body) {
      const example = route.example.body as Record<string, unknown>
      const required = (route.body as { required?: string[] }).required ?? []
      nullableAccount = route.id === 'issue_key'

      test('missing and extra fields are named', async () => {
        for (const name of required) {
          const { [name]: _, ...rest } = example
          const { body } = await refused(rest, `without ${name}`)
          expect(body.errors).toContainEqual({ field: name, message: 'is required' })
        }
        const { body } = await refused({ ...example, colour: 'red' }, 'extra')
        expect(body.errors).toEqual([{ field: 'colour', message: 'is not a known field' }])
      })

      test('mistyped fields are named', async () => {
        nullableAccount = route.id === 'issue_key'
        for (const name of Object.keys(route.body?.properties ?? {}))
          for (const value of valuesFor(name)) {
            const what = `${name}: ${JSON.stringify(value).slice(0, 60)}`
            const { body } = await refused({ ...example, [name]: value }, what)
            if (body.code === 'invalid_json') continue
            const fields = body.errors.map(({ field }: { field: string }) => field.split('/')[0])
            expect([what, fields]).toEqual([what, expect.arrayContaining([name])])
          }
      })
    }

    test('bodies that are none are refused', async () => {
      const bodies: [string, string | Buffer, number[]][] = [
        ['broken', '{"a":', [400]],
        ['empty list', '[]', [400]],
        ['null', 'null', [400]],
        ['text', '"x"', [400]],
        ['number', '1', [400]],
        ['1e400', '{"amount":1e400}', [400]],
        ['NaN', '{"amount":NaN}', [400]],
        ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), [400]],
        ['NUL', '{"a":"\\u0000"}', [400]],
        ['raw NUL', '{"a":"\0"}', [400]],
        ['lone surrogate', '{"name":"\\ud800"}', [400]],
        ['proto', '{"__proto__":{"kind":"user"}}', [400]],
        ['constructor', '{"constructor":{"prototype":{}}}', [400]],
        ['deep', `{"metadata":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`, [400]],
        ['deep list', '['.repeat(100_000), [400]],
        ['huge', `{"name":"${'x'.repeat(1_100_000)}"}`, [413]],
        ['many fields', veryManyFields, [400]],
      ]
      // A GET's body is never read.
      if (route.method === 'GET') return
      for (const [what, body, statuses] of bodies) {
        // An empty list is taken for no body where none is expected.
        if (!route.body && what === 'empty list') continue
        const answer = await refused(body, what)
        expect([what, statuses]).toEqual([what, expect.arrayContaining([answer.status])])
        expect(JSON.stringify(answer.body).length).toBeLessThan(20_000)
      }
    })

    test('paths and queries that are none are refused', async () => {
      const names = [...route.path.matchAll(/:([^/]+)/g)].map(([, name]) => name as string)
      const body = route.example.body
      for (const name of names)
        for (const bad of [
          '%00',
          '%ff',
          '%zz',
          '%',
          'a%20b',
          'x'.repeat(65),
          '%ed%a0%80',
          '%F0%9F%98%80',
          '..%2f..',
          "'%20or%201=1",
        ])
          await refused(body, `${name} ${bad}`, urlOf(route, { [name]: bad }))
      for (const bad of [
        '?colour=red',
        '?limit=%zz',
        '?limit=1&limit=2',
        '?%00=1',
        '?__proto__=1',
        '?constructor=1',
      ])
        await refused(body, bad, urlOf(route) + bad)
      if (route.query?.properties.limit)
        for (const bad of ['0', '-1', '1.5', '201', '1e1', 'x', '', '99999999999999999999'])
          await refused(undefined, `limit ${bad}`, `${urlOf(route)}?limit=${bad}`)
      if (route.query?.properties.cursor)
        for (const bad of [
          '',
          'x',
          'bnVsbA',
          'W10',
          'eyJhIjoxfQ',
          'WyIwIl0',
          'IlwwIg',
          'WyJcdTAwMDAiLCIxIl0',
          base64url(String.raw`[1,"a\u0000",1]`),
          base64url(String.raw`[1,"\ud800",1]`),
          base64url('[1,"a",0]'),
          base64url('[1,"a",9007199254740993]'),
          base64url('[8640000000000000,"a",1]'),
          base64url('[8640000000000000,"a"]'),
          base64url('[-62198755200001,"a"]'),
          base64url('[-62198755200001,"a",1]'),
          base64url('[-3000000000,0]'),
          base64url('[1,-3000000000]'),
          base64url('[3000000000,1]'),
          base64url('[0,1]'),
          base64url('[-1,"a"]'),
          base64url('-1'),
          'x'.repeat(513),
          encodeURIComponent('"; drop'),
        ]) {
          const what = `cursor ${bad}`
          const { body } = await refused(undefined, what, `${urlOf(route, { subscription })}?cursor=${bad}`)
          expect([what, body.errors]).toEqual([what, [{ field: 'cursor', message: expect.any(String) }]])
        }
    })

    test('unknown ids are not found', async () => {
      const names = [...route.path.matchAll(/:([^/]+)/g)].map(([, name]) => name as string)
      for (const name of names.filter((name) => name !== 'subject')) {
        const answer = await refused(
          route.example.body,
          `unknown ${name}`,
          urlOf(route, { [name]: 'unknown_1' }),
        )
        expect([name, answer.status]).toEqual([name, 404])
      }
    })

    if (route.idempotent)
      test('idempotency keys that are none are refused', async () => {
        for (const key of ['', 'ü', 'x'.repeat(256), 'a\tb'])
          expect((await send(route.example.body, urlOf(route), { 'idempotency-key': key })).status).toBe(400)
      })
  },
)

test('a number that no double holds is no text', async () => {
  const big = '12345678901234567890'
  const faultsOf = async (method: string, url: string, body: string) => {
    const { status, body: answer } = await native.operator(method, url, body)
    expect([url, status]).toEqual([url, 400])
    return answer.errors
  }
  expect(await faultsOf('POST', '/v1/accounts', `{"kind":"team","name":${big},"id":${big}}`)).toEqual([
    { field: 'id', message: 'must be text' },
    { field: 'name', message: 'must be text' },
  ])
  const burned = `{"amount":"1","credit_type":${big},"member":${big},"project":${big},"feature":${big}}`
  const names = ['credit_type', 'member', 'project', 'feature']
  const faults = await faultsOf('POST', '/v1/accounts/team_acme/debits', burned)
  expect(faults.map(({ field }: { field: string }) => field).sort()).toEqual(names.sort())
})

test('nothing of all that was written', async () => expect(await counts()).toBe(counted))
