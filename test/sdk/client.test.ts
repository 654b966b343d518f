import { beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import {
  fromMicro,
  isRefusal,
  type Page,
  Pages,
  type Scrip,
  ScripMisuse,
  type ScripRefusal,
  ScripUnreachable,
  toMicro,
} from '../../sdk/src/index.ts'
import { pageWithAny } from '../../web/ui/page-with-any.ts'
import { type SdkServer, sdkServer } from './server.ts'

let server: SdkServer
let scrip: Scrip

beforeAll(async () => {
  server = await sdkServer()
  scrip = server.scrip()
  await scrip.creditTypes.create({
    id: 'agent',
    name: 'Agent',
    unit_price: '0.01',
    expiry: { policy: 'never' },
  })
  await scrip.accounts.create({ id: 'acme', kind: 'team', name: 'Acme' })
  await scrip.grants.create('acme', { credit_type: 'agent', amount: '100' })
})

const reasonOf = <T>(promise: Promise<T>): Promise<unknown> =>
  promise.then(
    (value) => expect.fail(`it was done: ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )

test('a day of an account: members, caps, burning, taking back, reading why', async () => {
  await scrip.accounts.create({ id: 'beta', kind: 'team', name: 'Beta' })
  await scrip.members.add('beta', { id: 'ada', role: 'owner', email: 'ada@beta.example' })
  const grant = await scrip.grants.create('beta', { credit_type: 'agent', amount: '10.000001' })
  expect(grant.balance.available).toBe('10.000001')
  await scrip.caps.put('beta', 'member', 'ada', { limit: '5', unit: 'credits', period: 'month' })
  const debit = await scrip.debits.create('beta', { credit_type: 'agent', amount: '4', member: 'ada' })
  expect(debit.balance).toEqual({ available: '6.000001' })
  const over = await reasonOf(
    scrip.debits.create('beta', { credit_type: 'agent', amount: '2', member: 'ada' }),
  )
  expect(over).toMatchObject({ code: 'user_spending_cap_reached', status: 403 })
  expect(await scrip.caps.get('beta', 'member', 'ada')).toMatchObject({ used: '4', remaining: '1' })
  expect(await scrip.debits.get('beta', debit.id)).toMatchObject({
    grants: [{ grant: grant.id, amount: '4' }],
  })
  await scrip.debits.reverse('beta', debit.id)
  expect(await scrip.balances.get('beta', 'agent', { member: 'ada' })).toMatchObject({
    available: '10.000001',
  })
  const hold = await scrip.holds.create('beta', { credit_type: 'agent', amount: '3', ttl_seconds: 60 })
  await scrip.holds.extend('beta', hold.id, { ttl_seconds: 600 })
  const captured = await scrip.holds.capture('beta', hold.id, { amount: '1.5' })
  expect(captured).toMatchObject({
    hold: { status: 'captured' },
    balance: { available: '8.500001', held: '0' },
  })
  const bought = await scrip.purchases.create('beta', { credit_type: 'agent', amount: '100' })
  expect(bought).toMatchObject({ state: 'awaiting_checkout', subtotal: '1.00' })
  const { transitions } = await scrip.purchases.get('beta', bought.id)
  expect(transitions.map(({ to }) => to)).toContain('awaiting_checkout')
})

test('a key of an account sees its own, and a link opens the portal for a buyer', async () => {
  const { secret } = await scrip.keys.issue({ account: 'acme', role: 'viewer' })
  const viewer = server.scrip({ key: async () => secret })
  expect(await viewer.me.get()).toMatchObject({ role: 'viewer', account: 'acme' })
  expect(await reasonOf(viewer.accounts.get('beta'))).toMatchObject({
    code: 'account_not_found',
    status: 404,
  })
  const { token } = await scrip.portalSessions.create({ account: 'acme' })
  const buyer = server.scrip({ key: token })
  expect(await buyer.me.get()).toMatchObject({ role: 'buyer', account: 'acme' })
  const nobody = server.scrip({ key: null })
  expect(await reasonOf(nobody.me.get())).toMatchObject({ code: 'unauthenticated', status: 401 })
})

describe('a refusal', () => {
  test('is an error to switch on, with all that the server said', async () => {
    const error = await reasonOf(scrip.debits.create('acme', { credit_type: 'agent', amount: '1000' }))
    if (!isRefusal(error)) throw error
    switch (error.code) {
      case 'insufficient_credits':
        break
      default:
        expect.fail(error.code)
    }
    expect(error).toMatchObject({
      name: 'ScripRefusal',
      status: 402,
      title: 'Not enough credits',
      fields: [],
    })
    expect(error).toMatchObject({ operation: 'create_debit', attempts: 1, retryAfterSeconds: null })
    expect(error.message).toBe(error.detail)
    expect(error.correlationId).toMatch(/^req_/)
    expect(error.idempotencyKey).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
  })

  test('is told from others by its code, and the type follows', async () => {
    const error = await reasonOf(scrip.debits.create('acme', { credit_type: 'agent', amount: '1000' }))
    expect(isRefusal(error, 'insufficient_credits', 'member_not_found')).toBe(true)
    expect(isRefusal(error, 'member_not_found')).toBe(false)
    expect(isRefusal(new Error('another'))).toBe(false)
    if (isRefusal(error, 'insufficient_credits'))
      expectTypeOf(error.code).toEqualTypeOf<'insufficient_credits'>()
    expectTypeOf<'no_such_code'>().not.toExtend<ScripRefusal['code']>()
  })

  test('of bad input names every faulty field', async () => {
    const error = await reasonOf(
      scrip.debits.create('acme', { credit_type: 'a b', amount: '-1', metadata: { run: 1 } }),
    )
    expect(error).toMatchObject({ code: 'invalid_request', status: 400 })
    expect((error as ScripRefusal).fields.map(({ field }) => field).sort()).toEqual(['amount', 'credit_type'])
  })
})

describe('a list', () => {
  beforeAll(async () => {
    await scrip.accounts.create({ id: 'many', kind: 'team', name: 'Many' })
    for (const n of [1, 2, 3, 4, 5])
      await scrip.grants.create('many', { credit_type: 'agent', amount: String(n) })
  })

  test('is gone through to its end, page by page', async () => {
    const grants = scrip.grants.list('many', { limit: 2 })
    const amounts: string[] = []
    for await (const { amount } of grants) amounts.push(amount)
    expect(amounts.toSorted()).toEqual(['1', '2', '3', '4', '5'])
    const sizes: number[] = []
    for await (const { items } of grants.byPage()) sizes.push(items.length)
    expect(sizes).toEqual([2, 2, 1])
  })

  test('is begun where a page ended, and asks for no more than is looked at', async () => {
    const grants = scrip.grants.list('many', { limit: 2 })
    const first = await grants.page()
    const second = await grants.page(first.next_cursor)
    expect(second.items).toHaveLength(2)
    const rest = scrip.grants.list('many', { limit: 2, cursor: first.next_cursor ?? '' })
    expect((await rest.page()).items).toEqual(second.items)
    expect(await rest.all()).toHaveLength(3)
    for await (const { id } of grants) {
      expect(id).toBe(first.items[0]?.id)
      break
    }
  })

  test('is gone on with where a page that was narrowed found nothing', async () => {
    const pages: Record<string, Page<number>> = {
      first: { items: [], next_cursor: 'second' },
      second: { items: [1], next_cursor: 'third' },
      third: { items: [], next_cursor: null },
    }
    const list = new Pages(async (cursor = 'first') => pages[cursor] as Page<number>)
    expect(await list.all()).toEqual([1])
    for await (const item of list) expect(item).toBe(1)
    expect((await pageWithAny((cursor) => list.page(cursor), undefined)).items).toEqual([1])
    const endless = { items: [], next_cursor: 'on' }
    expect(await pageWithAny(async () => endless, undefined)).toBe(endless)
  })

  test('has filters that may be anything', async () => {
    const found = await scrip.accounts.list({ search: 'ma&limit=1' }).page()
    expect(found.items).toEqual([])
    expect((await scrip.accounts.list({ search: undefined }).page()).items.length).toBeGreaterThan(1)
  })
})

test('an id that would make another path is not sent', async () => {
  for (const id of ['', '.', '..', '\ud800', 'acme\udfff'])
    await expect(scrip.accounts.get(id)).rejects.toThrow(ScripMisuse)
  for (const id of ['x/../acme', 'acme?', 'acme#x', '%61cme'])
    expect(await reasonOf(scrip.accounts.get(id))).toMatchObject({ code: 'invalid_request' })
})

test('what can be no server, key, header or body is told at once, and no network is blamed', async () => {
  const wrong = [
    undefined,
    'localhost:8080',
    'ftp://here',
    'https://',
    'https://a.test/?x=1',
    'https://u:p@a.test',
  ]
  for (const baseUrl of wrong)
    expect(() => server.scrip({ baseUrl: baseUrl as string }), String(baseUrl)).toThrow(/^baseUrl is /)
  for (const baseUrl of ['', '/credits/', 'http://[::1]:8080', 'HTTPS://a.test/scrip/'])
    expect(() => server.scrip({ baseUrl })).not.toThrow()
  const noHeader = await reasonOf(server.scrip({ key: 'sk_\nx' }).me.get())
  expect(noHeader).toBeInstanceOf(ScripMisuse)
  expect(noHeader).toBeInstanceOf(TypeError)
  expect(String(noHeader)).not.toContain('sk_')
  const metadata = { run: 1n as unknown as number }
  const debit = scrip.debits.create('acme', { credit_type: 'agent', amount: '1', metadata })
  expect(await reasonOf(debit)).toBeInstanceOf(ScripMisuse)
  const once = { idempotencyKey: 'clé' }
  expect(await reasonOf(scrip.accounts.create({ kind: 'user', name: 'X' }, once))).toBeInstanceOf(ScripMisuse)
})

test('what is no Scrip is called that, and not asked again', async () => {
  const error = await reasonOf(server.scrip({ baseUrl: `${server.baseUrl}/docs/` }).jobs.list())
  expect(error).toMatchObject({ code: 'not_found', status: 404 })
  for (const page of ['<!doctype html>', '"ok"', '[]', 'null']) {
    const pages = server.scrip({ fetch: async () => new Response(page) })
    expect(await reasonOf(pages.accounts.get('acme')), page).toMatchObject({
      ...{ reason: 'answer', status: 200, attempts: 1 },
    })
  }
  const sent: RequestInit[] = []
  const redirecting = server.scrip({
    async fetch(_url, init) {
      sent.push(init)
      return Response.redirect('https://elsewhere.example')
    },
  })
  const moved = await reasonOf(redirecting.accounts.create({ id: 'x', kind: 'user', name: 'X' }))
  expect(moved).toBeInstanceOf(ScripUnreachable)
  expect(sent).toMatchObject([{ method: 'POST', redirect: 'manual' }])
})

test('amounts are reckoned with exactly', () => {
  for (const [text, micro] of [
    ['12.5', 12_500_000n],
    ['0', 0n],
    ['-0.000001', -1n],
    ['90071992547409.93', 90_071_992_547_409_930_000n],
  ] as const) {
    expect(toMicro(text)).toBe(micro)
    expect(fromMicro(micro)).toBe(text)
  }
  for (const wrong of ['', '1.', '.5', '1e3', '0.0000001', ' 1', '1,5'])
    expect(() => toMicro(wrong)).toThrow(TypeError)
})
