import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Scrip, ScripOptions } from '../../sdk/src/index.ts'
import { type CrookedProxy, crookedProxy, type Fate } from './crooked-proxy.ts'
import { sdkServer } from './server.ts'

let proxy: CrookedProxy
let through: (options?: Partial<ScripOptions>) => Scrip
let scrip: Scrip
let account: string

beforeAll(async () => {
  const server = await sdkServer()
  proxy = await crookedProxy(server.baseUrl)
  through = (options) => server.scrip({ baseUrl: proxy.baseUrl, backoffMs: 5, ...options })
  scrip = through()
  await scrip.creditTypes.create({ id: 'agent', name: 'Agent', expiry: { policy: 'never' } })
})

let accounts = 0
beforeEach(async () => {
  proxy.calm()
  accounts += 1
  account = `acme_${accounts}`
  await scrip.accounts.create({ id: account, kind: 'team', name: 'Acme' })
  await scrip.grants.create(account, { credit_type: 'agent', amount: '100' })
  proxy.seen()
})

const burn = (client = scrip, options = {}) =>
  client.debits.create(account, { credit_type: 'agent', amount: '10' }, options)
const available = async () => (await scrip.balances.get(account, 'agent')).available
const reasonOf = <T>(promise: Promise<T>): Promise<unknown> =>
  promise.then(
    (value) => expect.fail(`it was done: ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )

const problem = (status: number, code: string, headers = {}): Fate => ({
  kind: 'answer',
  status,
  body: JSON.stringify({ code, title: 'A no', detail: 'No.', status, correlation_id: 'req_x' }),
  headers: { 'content-type': 'application/problem+json', ...headers },
})

const faults: [string, Fate][] = [
  ['an answer that is lost', { kind: 'lose' }],
  ['an answer that is cut', { kind: 'cut' }],
  ['a reset connection', { kind: 'reset' }],
  ['a 503', problem(503, 'unavailable')],
  ['a 500', problem(500, 'internal')],
  ['a 408 of a proxy', { kind: 'answer', status: 408 }],
  ['a 502 page of a proxy', { kind: 'answer', status: 502, body: '<h1>Bad gateway</h1>' }],
  ['a key that is under way', problem(409, 'idempotency_key_in_use')],
]

describe.each(faults)('%s', (_, fate) => {
  test('is followed by the same call under the same key, which is done once', async () => {
    proxy.next(fate, fate)
    const debit = await burn()
    expect(debit.balance.available).toBe('90')
    const seen = proxy.seen()
    expect(seen).toHaveLength(3)
    expect(new Set(seen.map(({ key, body }) => `${key} ${body}`)).size).toBe(1)
    expect(await available()).toBe('90')
    expect(await scrip.debits.list(account).all()).toMatchObject([{ id: debit.id }])
  })
})

test('reading is tried again too, and needs no key', async () => {
  proxy.next({ kind: 'reset' }, { kind: 'cut' })
  expect(await available()).toBe('100')
  expect(proxy.seen().map(({ key }) => key)).toEqual([null, null, null])
})

test('a key of the caller is the one that is sent, call after call', async () => {
  proxy.next({ kind: 'lose' })
  const first = await burn(scrip, { idempotencyKey: 'run-4711' })
  const again = await burn(scrip, { idempotencyKey: 'run-4711' })
  expect(again.id).toBe(first.id)
  expect(proxy.seen().map(({ key }) => key)).toEqual(['run-4711', 'run-4711', 'run-4711'])
  const one = await burn()
  const other = await burn()
  expect(other.id).not.toBe(one.id)
})

test('a refusal is an answer, and not asked for again', async () => {
  const error = await reasonOf(scrip.debits.create(account, { credit_type: 'agent', amount: '1000' }))
  expect(error).toMatchObject({ code: 'insufficient_credits', attempts: 1 })
  expect(proxy.seen()).toHaveLength(1)
})

test('what stays away is said, with the key to try again under', async () => {
  const lose: Fate = { kind: 'lose' }
  proxy.next(lose, lose, lose)
  const error = await reasonOf(burn(through({ retries: 2 })))
  expect(error).toMatchObject({ name: 'ScripUnreachable', reason: 'network', attempts: 3 })
  const { idempotencyKey } = error as { idempotencyKey: string }
  expect(idempotencyKey).toBe(proxy.seen()[0]?.key)
  await burn(scrip, { idempotencyKey })
  expect(await available()).toBe('90')
})

const unauthenticated = problem(401, 'unauthenticated')
const forbidden = problem(403, 'forbidden')
const capReached = problem(403, 'user_spending_cap_reached')
const once = { idempotencyKey: 'run-1' }
test.each<[boolean, string, Fate[], object]>([
  [true, 'a lost answer', [{ kind: 'lose' }], {}],
  [true, 'a 500', [problem(500, 'internal')], {}],
  [true, 'a 408 of a proxy', [{ kind: 'answer', status: 408 }], {}],
  [true, 'a key that is under way', [problem(409, 'idempotency_key_in_use')], {}],
  [false, 'a 429', [problem(429, 'rate_limited')], {}],
  [true, 'a 429 after a lost answer', [{ kind: 'lose' }, problem(429, 'rate_limited')], {}],
  [true, 'a 401 after a lost answer', [{ kind: 'lose' }, unauthenticated], {}],
  [false, 'a 401', [unauthenticated], {}],
  [true, 'a 401 under a key that may have been used before', [unauthenticated], once],
  [true, 'a 403 of who was allowed when the answer was lost', [{ kind: 'lose' }, forbidden], {}],
  [false, 'a 403', [forbidden], {}],
  [true, 'a 403 under a key that may have been used before', [forbidden], once],
  [false, 'a 403 under a key that is said to be new', [forbidden], { ...once, isNewKey: true }],
  [true, 'a lost answer under a new key', [{ kind: 'lose' }, forbidden], { ...once, isNewKey: true }],
  [false, 'a cap that is reached, after a lost answer', [{ kind: 'lose' }, capReached], once],
  [false, 'a refusal after a lost answer', [{ kind: 'lose' }, problem(402, 'insufficient_credits')], once],
])('that it may be done is %s of %s', async (mayBeDone, _, fates, options) => {
  proxy.next(...fates)
  const error = await reasonOf(burn(scrip, { retries: fates.length - 1, ...options }))
  expect(error).toMatchObject({ mayBeDone, attempts: fates.length })
})

test('nothing may be done where there is nobody to connect to, or by reading', async () => {
  const nowhere = through({ baseUrl: 'http://127.0.0.1:1', retries: 1 })
  expect(await reasonOf(burn(nowhere))).toMatchObject({ mayBeDone: false, wasSent: false, attempts: 2 })
  proxy.next({ kind: 'lose' })
  const read = scrip.balances.get(account, 'agent', {}, { retries: 0 })
  expect(await reasonOf(read)).toMatchObject({ mayBeDone: false, wasSent: true })
})

test('a server that says nothing is given up, attempt by attempt', async () => {
  proxy.next({ kind: 'hang' })
  expect((await burn(through({ timeoutMs: 2_000 }))).balance.available).toBe('90')
  proxy.next({ kind: 'hang' }, { kind: 'hang' })
  const error = await reasonOf(burn(scrip, { timeoutMs: 100, retries: 1 }))
  expect(error).toMatchObject({ name: 'ScripUnreachable', reason: 'timeout', attempts: 2, status: null })
})

test('no attempt begins past the limit of a call, nor goes on past it', async () => {
  proxy.next({ kind: 'reset' })
  // The first pause would be five seconds at least.
  const limits = { limitMs: 4_000, backoffMs: 100_000, retries: 1_000 }
  expect(await reasonOf(burn(scrip, limits))).toMatchObject({ reason: 'network', attempts: 1 })
  proxy.next({ kind: 'hang' })
  expect(await reasonOf(burn(scrip, { limitMs: 150 }))).toMatchObject({ reason: 'timeout', attempts: 1 })
})

describe('Retry-After', () => {
  test('is waited for', async () => {
    proxy.next(problem(429, 'rate_limited', { 'retry-after': '1' }))
    await burn()
    const [first, second] = proxy.seen()
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(990)
  })

  test('may be a date', async () => {
    const past = new Date(Date.now() - 60_000).toUTCString()
    proxy.next(problem(503, 'unavailable', { 'retry-after': past }))
    await burn()
    const ahead = new Date(Date.now() + 3_600_000).toUTCString()
    proxy.next(problem(503, 'unavailable', { 'retry-after': ahead }))
    expect(await reasonOf(burn())).toMatchObject({ code: 'unavailable', attempts: 1 })
  })

  test('beyond the limit of the call is told at once', async () => {
    proxy.next(problem(429, 'rate_limited', { 'retry-after': '3600' }))
    const error = await reasonOf(burn())
    expect(error).toMatchObject({ code: 'rate_limited', status: 429, retryAfterSeconds: 3600, attempts: 1 })
  })
})

describe('an aborted signal', () => {
  test('ends a call that waits for an answer, with its own reason', async () => {
    proxy.next({ kind: 'hang' })
    const stop = new AbortController()
    const call = reasonOf(burn(scrip, { signal: stop.signal }))
    await expect.poll(() => proxy.seen().length).toBe(1)
    stop.abort(new Error('the user went away'))
    expect(await call).toMatchObject({ message: 'the user went away' })
  })

  test('ends the pause before the next attempt', async () => {
    proxy.next(problem(503, 'unavailable', { 'retry-after': '30' }))
    const stop = new AbortController()
    const call = reasonOf(burn(scrip, { signal: stop.signal }))
    await expect.poll(() => proxy.seen().length).toBe(1)
    stop.abort()
    expect(await call).toMatchObject({ name: 'AbortError' })
  })

  test('keeps a call from being made', async () => {
    expect(await reasonOf(burn(scrip, { signal: AbortSignal.abort() }))).toMatchObject({ name: 'AbortError' })
    expect(proxy.seen()).toEqual([])
  })
})

test('a token is asked for anew with each attempt', async () => {
  const { secret } = await scrip.keys.issue({ account, role: 'spender' })
  const keys = ['of yesterday', secret]
  let asked = 0
  const renewing = through({ key: () => keys[Math.min(asked++, 1)] ?? null })
  proxy.next(problem(503, 'unavailable'))
  await burn(renewing)
  expect(asked).toBe(2)
})
