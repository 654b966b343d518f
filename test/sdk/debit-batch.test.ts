import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type DebitBatch, isRefusal, type Scrip, ScripMisuse } from '../../sdk/src/index.ts'
import { type CrookedProxy, crookedProxy } from './crooked-proxy.ts'
import { type SdkServer, sdkServer } from './server.ts'

let server: SdkServer
let proxy: CrookedProxy
let scrip: Scrip
let account: string
let accounts = 0

beforeAll(async () => {
  server = await sdkServer()
  proxy = await crookedProxy(server.baseUrl)
  scrip = server.scrip({ baseUrl: proxy.baseUrl, backoffMs: 5 })
  await scrip.creditTypes.create({ id: 'agent', name: 'Agent', expiry: { policy: 'never' } })
})

beforeEach(async () => {
  proxy.calm()
  accounts += 1
  account = `acme_${accounts}`
  await scrip.accounts.create({ id: account, kind: 'team', name: 'Acme' })
  await scrip.grants.create(account, { credit_type: 'agent', amount: '100' })
  proxy.calm()
})

const burn = (batch: DebitBatch, amount: string, options = {}) =>
  batch.debit(account, { credit_type: 'agent', amount }, options)
const available = async () => (await scrip.balances.get(account, 'agent')).available
const sizes = () => proxy.seen().map(({ body }) => JSON.parse(body).debits.length)

test('debits of the same moment are one request, and each has its own answer', async () => {
  const batch = scrip.debits.batch()
  const answers = await Promise.all(['1', '2.5', '3'].map((amount) => burn(batch, amount)))
  expect(answers.map(({ balance }) => balance.available)).toEqual(['99', '96.5', '93.5'])
  expect(new Set(answers.map(({ id }) => id)).size).toBe(3)
  expect(answers[0]).toMatchObject({ replayed: false, grants: [{ amount: '1' }] })
  expect(proxy.seen()).toMatchObject([{ path: '/v1/debits', key: null }])
})

test('a full request does not wait, and no more are under way than may be', async () => {
  const batch = scrip.debits.batch({ size: 4, concurrency: 2, waitMs: 60_000 })
  const answers = Array.from({ length: 20 }, () => burn(batch, '1'))
  await Promise.all(answers)
  expect(sizes()).toEqual([4, 4, 4, 4, 4])
  expect(proxy.most).toBe(2)
  expect(await available()).toBe('80')
})

describe('a debit that is refused', () => {
  test('is refused alone', async () => {
    const batch = scrip.debits.batch()
    const [one, big, stray, other] = await Promise.allSettled([
      burn(batch, '1'),
      burn(batch, '1000', { idempotencyKey: 'too-much' }),
      batch.debit('nobody', { credit_type: 'agent', amount: '1' }),
      burn(batch, '2'),
    ])
    expect([one.status, other.status]).toEqual(['fulfilled', 'fulfilled'])
    if (big.status === 'fulfilled' || stray.status === 'fulfilled') return expect.fail()
    expect(isRefusal(big.reason, 'insufficient_credits')).toBe(true)
    expect(big.reason).toMatchObject({ status: 402, idempotencyKey: 'too-much' })
    expect(stray.reason).toMatchObject({ code: 'account_not_found', status: 404 })
    expect(proxy.seen()).toHaveLength(1)
  })

  test('for being faulty does not take the others with it', async () => {
    const batch = scrip.debits.batch()
    const settled = await Promise.allSettled(['1', '-1', '2', 'much'].map((amount) => burn(batch, amount)))
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected'])
    expect(settled[3]).toMatchObject({ reason: { code: 'invalid_request', fields: [{ field: 'amount' }] } })
    expect(await available()).toBe('97')
  })
})

test('a debit that can not be sent is rejected alone, and sizes that count to nowhere at once', async () => {
  const batch = scrip.debits.batch()
  const metadata = { run: 1n as unknown as number }
  const settled = await Promise.allSettled([
    burn(batch, '1'),
    batch.debit(account, { credit_type: 'agent', amount: '1', metadata }),
    burn(batch, '1', { idempotencyKey: '' }),
    burn(batch, '2'),
  ])
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
  for (const one of settled) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(ScripMisuse)
  expect([sizes(), await available()]).toEqual([[2], '97'])
  const wrong = [{ size: Number.NaN }, { size: 0.5 }, { size: 1001 }, { concurrency: Number.NaN }]
  for (const options of wrong) expect(() => scrip.debits.batch(options)).toThrow(ScripMisuse)
})

test('a list that is too large is sent in parts', async () => {
  const batch = scrip.debits.batch({ size: 1000 })
  const metadata = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`f${i}`, 'x'.repeat(500)]))
  const debit = { credit_type: 'agent', amount: '1', metadata }
  await Promise.all(Array.from({ length: 70 }, () => batch.debit(account, debit)))
  expect(sizes()).toEqual([70, 35, 35])
  expect(await available()).toBe('30')
})

test('an answer that is lost is asked for again, and nothing is burned twice', async () => {
  const batch = scrip.debits.batch()
  proxy.next({ kind: 'lose' }, { kind: 'cut' })
  const answers = await Promise.all(['1', '2'].map((amount) => burn(batch, amount)))
  expect(answers.map(({ replayed }) => replayed)).toEqual([true, true])
  expect(new Set(proxy.seen().map(({ body }) => body)).size).toBe(1)
  expect(await available()).toBe('97')
})

test('whoever can not be reached is told to each', async () => {
  const batch = scrip.debits.batch({ retries: 0 })
  proxy.next({ kind: 'lose' })
  const settled = await Promise.allSettled([burn(batch, '1', { idempotencyKey: 'mine' }), burn(batch, '2')])
  const [mine, other] = JSON.parse(proxy.seen()[0]?.body ?? '').debits
  expect(settled).toMatchObject([
    { reason: { name: 'ScripUnreachable', reason: 'network', mayBeDone: true, idempotencyKey: mine.key } },
    { reason: { reason: 'network', idempotencyKey: other.key } },
  ])
  expect(mine.key).toBe('mine')
  expect(batch.unanswered).toBe(0)
  // With its key each can be made again, and was made once.
  expect(await burn(batch, '2', { idempotencyKey: other.key })).toMatchObject({ replayed: true })
  expect(await available()).toBe('97')
})

test('what is said before a key is looked at leaves in doubt what may have been made under it, and nothing else', async () => {
  const doubt = async (batch: DebitBatch) => {
    const settled = await Promise.allSettled([burn(batch, '1', { idempotencyKey: 'mine' }), burn(batch, '2')])
    return settled.map((one) => one.status === 'rejected' && [one.reason.code, one.reason.mayBeDone])
  }
  const refused = (code: string) => ({ status: 'refused', code, detail: 'No.' })
  const answered = (status: number, body: object): void =>
    proxy.next({ kind: 'answer', status, body: JSON.stringify(body) })
  const once = scrip.debits.batch({ retries: 0 })
  answered(200, { results: [refused('forbidden'), refused('forbidden')] })
  expect(await doubt(once)).toEqual([
    ['forbidden', true],
    ['forbidden', false],
  ])
  answered(200, { results: [refused('insufficient_credits'), refused('internal')] })
  expect(await doubt(once)).toEqual([
    ['insufficient_credits', false],
    ['internal', true],
  ])
  answered(429, { code: 'rate_limited', detail: 'Later.' })
  expect(await doubt(once)).toEqual([
    ['rate_limited', true],
    ['rate_limited', false],
  ])
  // An attempt before it may have got through.
  proxy.next({ kind: 'lose' })
  answered(429, { code: 'rate_limited', detail: 'Later.' })
  expect(await doubt(scrip.debits.batch({ retries: 1 }))).toEqual([
    ['rate_limited', true],
    ['rate_limited', true],
  ])
  const nowhere = server.scrip({ baseUrl: 'http://127.0.0.1:1', retries: 0 }).debits.batch()
  expect(await doubt(nowhere)).toEqual([
    [undefined, true],
    [undefined, false],
  ])
})

test('flush sends what waits and waits for its answers, close takes no more', async () => {
  const batch = scrip.debits.batch({ waitMs: 60_000 })
  const answers = [burn(batch, '1'), burn(batch, '1000').catch(() => 'refused')]
  expect(batch.unanswered).toBe(2)
  await batch.flush()
  expect(batch.unanswered).toBe(0)
  const last = burn(batch, '2')
  await batch.close()
  await expect(burn(batch, '1')).rejects.toThrow('closed')
  expect(await Promise.all(answers)).toMatchObject([{ balance: { available: '99' } }, 'refused'])
  expect((await last).balance.available).toBe('97')
  await scrip.debits.batch().close()
})

test('flush waits for the debits given so far, and not for those that come meanwhile', async () => {
  const batch = scrip.debits.batch({ waitMs: 0, concurrency: 1 })
  const first = burn(batch, '1')
  const flushed = batch.flush()
  proxy.next({ kind: 'pass' }, { kind: 'hang' })
  await first
  const later = burn(batch, '2').catch(() => 'given up')
  await flushed
  expect(batch.unanswered).toBe(1)
  proxy.calm()
  void later
})

test('many at once without gathering: each result in its place', async () => {
  const { results } = await scrip.debits.createMany([
    { account, credit_type: 'agent', amount: '1', key: 'mine' },
    { account, credit_type: 'agent', amount: '1000' },
  ])
  expect(results).toMatchObject([{ status: 'ok' }, { status: 'refused', code: 'insufficient_credits' }])
  const one = { credit_type: 'agent', amount: '1' }
  const again = await scrip.debits.create(account, one, { idempotencyKey: 'mine' })
  expect(again.id).toBe(results[0]?.id)
})
