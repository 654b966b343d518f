import { beforeAll, expect, test } from 'vitest'
import { createAccount } from '../../../src/core/accounts/create-account.ts'
import { issueKey } from '../../../src/core/accounts/issue-key.ts'
import { createCreditType } from '../../../src/core/catalogue/create-credit-type.ts'
import type { OnceRequest, Registry } from '../../../src/core/ports.ts'
import { Refused, refuse } from '../../../src/core/refusal.ts'
import { Unavailable } from '../../../src/core/unavailable.ts'
import { mintSecret } from '../../../src/store/accounts/secret.ts'
import { DAY, NOW, openRegistry } from './open.ts'

const { once, purge, ids, registry, owner, pool, must } = await openRegistry()
const request = (key: string, fields: Partial<OnceRequest> = {}) => ({
  account: '',
  key,
  fingerprint: 'f',
  ...fields,
})
const makeAccount =
  (id: string | null, now = NOW) =>
  (registry: Registry) =>
    createAccount(registry, { id, kind: 'user', name: 'x', slug: null }, now, ids)

beforeAll(() => must(createAccount, { id: 'a', kind: 'team', name: 'a', slug: null }))

test('the same key fifty times at once has one effect and one answer', async () => {
  for (let round = 0; round < 5; round += 1) {
    const before = await count('accounts')
    const calls = Array.from({ length: 50 }, () => once(request(`many${round}`), NOW, makeAccount(null)))
    const outcomes = await Promise.all(calls)
    expect(await count('accounts')).toBe(before + 1)
    expect(new Set(outcomes.map(({ answer }) => JSON.stringify(answer))).size).toBe(1)
    expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1)
  }
})

test('an answer comes back as it was, its amounts as bigints', async () => {
  const type = { id: 'neo', name: '12', unit: 'credit', unit_price_micro: 12_500_000n, currency: 'usd' }
  const work = (registry: Registry) =>
    createCreditType(registry, { ...type, expiry: { policy: 'fixed', after: 'P1Y' } }, NOW, ids)
  const first = await once(request('type'), NOW, work)
  expect(first).toMatchObject({ answer: type, replayed: false })
  expect(await once(request('type'), NOW, work)).toEqual({ answer: first.answer, replayed: true })
  expect(await registry.creditType('neo')).toEqual(first.answer)
})

test('the same key with another request is refused; under another account it is another key', async () => {
  await once(request('other'), NOW, makeAccount('other_1'))
  const answered = await once(request('other', { fingerprint: 'g' }), NOW, makeAccount('other_2'))
  expect(answered).toMatchObject({ answer: { refused: 'idempotency_key_reused' }, replayed: false })
  expect(await registry.account('other_2')).toBeNull()
  expect(await once(request('other', { account: 'a' }), NOW, makeAccount('other_3'))).toMatchObject({
    replayed: false,
  })
})

test('a refusal undoes the work and is replayed', async () => {
  let runs = 0
  const work = async (registry: Registry) => {
    runs += 1
    await makeAccount('undone')(registry)
    throw new Refused(refuse('slug_taken', 'No.'))
  }
  const refused = { refused: 'slug_taken', detail: 'No.' }
  expect(await once(request('refusal'), NOW, work)).toEqual({ answer: refused, replayed: false })
  expect(await once(request('refusal'), NOW, work)).toEqual({ answer: refused, replayed: true })
  expect(await once(null, NOW, work)).toEqual({ answer: refused, replayed: false })
  expect(runs).toBe(2)
  expect(await registry.account('undone')).toBeNull()
})

test('a failure undoes everything, the record of the key included', async () => {
  const work = async (registry: Registry) => {
    await makeAccount('failed')(registry)
    throw new Error('boom')
  }
  await expect(once(request('failure'), NOW, work)).rejects.toThrow('boom')
  expect(await registry.account('failed')).toBeNull()
  expect(await once(request('failure'), NOW, makeAccount('failed'))).toMatchObject({ replayed: false })
})

test('after 24 hours a key is new again, whether or not it was purged', async () => {
  await once(request('old'), NOW, makeAccount('old_1'))
  expect(await once(request('old'), NOW + DAY - 1, makeAccount('old_1'))).toMatchObject({ replayed: true })
  const again = await once(request('old', { fingerprint: 'g' }), NOW + DAY, makeAccount('old_2'))
  expect(again).toMatchObject({ answer: { id: 'old_2' }, replayed: false })
  expect(await once(request('old', { fingerprint: 'g' }), NOW + DAY, makeAccount('old_2'))).toMatchObject({
    replayed: true,
  })
  expect(await purge(NOW)).toBeGreaterThan(0)
  expect(await purge(NOW)).toBe(0)
  const { rows } = await owner.query('select key from idempotency_keys')
  expect(rows).toEqual([{ key: 'old' }])
})

test('a key that a debit of the account has used is refused', async () => {
  await owner.query(
    `insert into debits (account_id, debit_id, key, credit_type, amount_micro, reversed_micro, at, first_seq,
       entry_count, before_micro, after_micro)
     values ('a', 'deb_1', 'burned', 'neo', 1, 0, $1, 1, 1, 1, 0)`,
    [new Date(NOW).toISOString()],
  )
  const answered = await once(request('burned', { account: 'a' }), NOW, makeAccount('burned_1'))
  expect(answered.answer).toMatchObject({ refused: 'idempotency_key_reused' })
  expect(await registry.account('burned_1')).toBeNull()
  expect(await once(request('burned'), NOW, makeAccount('burned_2'))).toMatchObject({ replayed: false })
})

test('a secret is kept sealed, for the same caller alone', async () => {
  const secret = mintSecret()
  const input = {
    account: 'a',
    member: null,
    role: null,
    name: null,
    rate_limit: null,
    expires_at: null,
    secret,
  }
  const work = (registry: Registry) => issueKey(registry, input, NOW, ids)
  const sealed = request('key', { seal: Buffer.from('sk_caller') })
  const first = await once(sealed, NOW, work)
  expect(first.answer).toMatchObject({ secret: secret.text })
  expect(await once(sealed, NOW, work)).toEqual({ answer: first.answer, replayed: true })
  const hidden = { answer: { ...first.answer, secret: null }, replayed: true }
  expect(await once(request('key'), NOW, work)).toEqual(hidden)
  expect(await once({ ...sealed, seal: Buffer.from('sk_else') }, NOW, work)).toEqual(hidden)
  const bare = await once(request('bare'), NOW, (registry) =>
    issueKey(registry, { ...input, secret: mintSecret() }, NOW, ids),
  )
  expect(await once(request('bare'), NOW, work)).toEqual({
    answer: { ...bare.answer, secret: null },
    replayed: true,
  })
  const { rows } = await owner.query('select answer from idempotency_keys')
  expect(JSON.stringify(rows)).not.toContain(secret.text)
  await owner.query(
    `update idempotency_keys set answer = (select answer from idempotency_keys where key = 'key') where key = 'bare'`,
  )
  expect(await once({ ...sealed, key: 'bare' }, NOW, work)).toEqual(hidden)
})

test('whoever waits too long for the same key is told to try again', async () => {
  const [started, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const first = once(request('slow'), NOW, async (registry) => {
    started.resolve()
    await end.promise
    return makeAccount('slow')(registry)
  })
  await started.promise
  const waited = await once(request('slow'), NOW, makeAccount('slow')).catch((error) => error)
  expect(waited).toBeInstanceOf(Unavailable)
  end.resolve()
  expect(await first).toMatchObject({ answer: { id: 'slow' } })
  expect(await once(request('slow'), NOW, makeAccount('slow'))).toMatchObject({ replayed: true })
})

test('the victim of a deadlock is run again', async () => {
  for (const id of ['left', 'right']) await once(null, NOW, makeAccount(id))
  let [runs, locked] = [0, 0]
  const both = Promise.withResolvers<void>()
  const lockBoth = (one: string, other: string) => (registry: Registry) => work(registry, one, other)
  async function work(registry: Registry, one: string, other: string) {
    runs += 1
    await registry.account(one, 'locked')
    locked += 1
    if (locked === 2) both.resolve()
    await both.promise
    return registry.account(other, 'locked')
  }
  const outcomes = await Promise.all([
    once(request('lr'), NOW, lockBoth('left', 'right')),
    once(request('rl'), NOW, lockBoth('right', 'left')),
  ])
  expect(outcomes).toMatchObject([{ answer: { id: 'right' } }, { answer: { id: 'left' } }])
  expect(runs).toBeGreaterThan(2)
})

test('a connection that breaks is an outage, undoes the work, and is not used again', async () => {
  const work = async (registry: Registry) => {
    await makeAccount('cut')(registry)
    await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where state = 'idle in transaction' and datname = current_database()`)
    return registry.account('cut')
  }
  await expect(once(request('cut'), NOW, work)).rejects.toBeInstanceOf(Unavailable)
  expect(await registry.account('cut')).toBeNull()
  expect(await once(request('cut'), NOW, makeAccount('cut'))).toMatchObject({ replayed: false })
  expect(pool.totalCount - pool.idleCount).toBe(0)
})

async function count(table: string): Promise<number> {
  return Number((await owner.query(`select count(*) as n from ${table}`)).rows[0].n)
}
