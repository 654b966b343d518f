import type pg from 'pg'
import { beforeEach, expect, test } from 'vitest'
import { addMember } from '../../../src/core/accounts/add-member.ts'
import { createAccount } from '../../../src/core/accounts/create-account.ts'
import { issueKey } from '../../../src/core/accounts/issue-key.ts'
import { noKey } from '../../../src/core/accounts/not-found.ts'
import { removeMember } from '../../../src/core/accounts/remove-member.ts'
import { type CapSubject, type Counter, MOST_COUNTED } from '../../../src/core/caps/cap.ts'
import { capUsage, capUsages } from '../../../src/core/caps/cap-usage.ts'
import { capKey, counterKey, countUse } from '../../../src/core/caps/check.ts'
import { type NewCap, putCap } from '../../../src/core/caps/put-cap.ts'
import { removeCap } from '../../../src/core/caps/remove-cap.ts'
import { orRefuse } from '../../../src/core/refusal.ts'
import { mintSecret } from '../../../src/store/accounts/secret.ts'
import { Breaches } from '../../../src/store/verify/breaches.ts'
import { checkCaps } from '../../../src/store/verify/caps.ts'
import { until } from '../../harness/until.ts'
import { DAY, NOW, openRegistry } from './open.ts'

const { registry, owner, pool, ids, once, must, run } = await openRegistry()
const MONTH = Date.UTC(2026, 0, 1)
const ALL = { limit: 100, after: null }
const iso = (at: number) => new Date(at).toISOString()
let account = ''
let accounts = 0

beforeEach(async () => {
  accounts += 1
  account = `acc_${accounts}`
  await must(createAccount, { id: account, kind: 'team', name: 'a', slug: null })
  for (const id of ['ann', 'bob'])
    await must(addMember, { account, id, email: null, role: 'member', status: 'active' })
})

interface Burn {
  amount: number
  at?: number
  reversed?: number
  member?: string | null
  project?: string | null
  key?: string | null
  price?: number | null
  refused?: string | null
  /** When its hold was made, for a capture within that. */
  counted_at?: number | null
}

/** Writes an entry, whose wallet is of its time from then on. */
async function enter(session: pg.Pool | pg.ClientBase, kind: string, cause: string, at: number) {
  await session.query(
    `with wallet as (
       insert into wallets (account_id, credit_type, seq, available_micro, held_micro, debt_micro, at)
       values ($1, 'neo', 1, 0, 0, 0, $4)
       on conflict (account_id, credit_type) do update set seq = wallets.seq + 1, at = excluded.at
       returning seq
     )
     insert into entries (account_id, credit_type, seq, at, kind, from_book, to_book, amount_micro, cause_id, available_micro)
     select $1, 'neo', seq, $4, $2::entry_kind, 'wallet', 'consumed', 1, $3, 0 from wallet`,
    [account, kind, cause, iso(at)],
  )
}

/** Writes a debit as the ledger would have. Those of an account must come in the order of their time. */
async function burn(debit: Burn, session: pg.Pool | pg.ClientBase = owner) {
  const { amount, at = NOW, reversed = 0, member = 'ann', project = null, key = null } = debit
  const { price = null, refused = null, counted_at = null } = debit
  const id = ids.mint('deb', at)
  if (refused === null) await enter(session, 'debit', id, at)
  await session.query(
    `insert into debits (account_id, debit_id, key, credit_type, refused, amount_micro, reversed_micro, member_id,
       project_id, api_key, unit_price_micro, counted_at, at, first_seq, entry_count, before_micro, after_micro)
     values ($1, $2, $2, 'neo', $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, 1, 0, 0)`,
    [
      account,
      id,
      refused,
      amount,
      reversed,
      member,
      project,
      key,
      price,
      counted_at === null ? null : iso(counted_at),
      iso(at),
    ],
  )
}

async function hold(amount: number, status: string, created_at = NOW, price: number | null = null) {
  const id = ids.mint('hld', created_at)
  await enter(owner, 'hold', id, created_at)
  await owner.query(
    `insert into holds (account_id, hold_id, credit_type, amount_micro, status, member_id, unit_price_micro, receipt,
       captured_micro, created_at)
     values ($1, $2, 'neo', $3, $4, 'ann', $5, '', 0, $6)`,
    [account, id, amount, status, price, iso(created_at)],
  )
  return id
}

const cap = (subject: CapSubject, subject_id: string, fields: Partial<NewCap> = {}): NewCap => ({
  account,
  subject,
  subject_id,
  limit_micro: 1000n,
  unit: 'credits',
  period: 'month',
  by: null,
  ...fields,
})

const used = async (set: NewCap, subject_id = set.subject_id) =>
  (await registry.counter({ ...set, created_at: 0 }, subject_id))?.used_micro ?? null

test('a cap starts from what was burned in its period: not what was refused, reversed or burned before', async () => {
  await burn({ amount: 3, at: MONTH - 1 })
  await hold(9000, 'open', MONTH - 1)
  await burn({ amount: 10, at: MONTH })
  await burn({ amount: 100 })
  await burn({ amount: 40, reversed: 15 })
  await burn({ amount: 500, refused: 'insufficient_credits' })
  await burn({ amount: 7, member: 'bob' })
  await hold(20, 'open')
  await hold(9000, 'released')
  for (const [set, expected] of [
    [cap('member', 'ann'), 155n],
    [cap('member', 'ann', { period: 'day' }), 145n],
    [cap('member', 'ann', { period: 'total' }), 9158n],
    [cap('account', account), 162n],
    [cap('member', 'bob'), 7n],
    [cap('project', 'none'), 0n],
  ] as const) {
    await must(putCap, set)
    expect(await used(set)).toBe(expected)
  }
})

test('a captured hold burned when it was made, as the counters count it', async () => {
  await burn({ amount: 50, counted_at: MONTH - 1 })
  await burn({ amount: 8, counted_at: MONTH })
  await must(putCap, cap('member', 'ann'))
  expect(await used(cap('member', 'ann'))).toBe(8n)
})

test('a cap in money counts debit by debit, each at its own price', async () => {
  await burn({ amount: 1, price: 500_000 })
  await burn({ amount: 1, price: 500_000 })
  await burn({ amount: 1, price: 499_999 })
  await burn({ amount: 2_000_000, reversed: 1_000_000, price: 3 })
  await burn({ amount: 1_000_000 })
  await hold(3, 'open', NOW, 2_000_000)
  await must(putCap, cap('member', 'ann', { unit: 'money' }))
  expect(await used(cap('member', 'ann', { unit: 'money' }))).toBe(1n + 1n + 0n + 3n + 0n + 6n)
})

test('a count beyond what can be counted stops there, for good, and is no breach', async () => {
  await burn({ amount: 1e15, price: 9e15 })
  const set = cap('member', 'ann', { unit: 'money' })
  await must(putCap, set)
  expect(await used(set)).toBe(MOST_COUNTED)
  const counter = (await registry.counter({ ...set, created_at: 0 }, 'ann')) as Counter
  const state = {
    account,
    caps: new Map([[capKey('member', 'ann'), { ...set, created_at: NOW }]]),
    counters: new Map([[counterKey(counter), counter]]),
    changed: new Set<Counter>(),
  }
  countUse(state, { account, member: 'ann', project: null, key: null }, () => -5n, NOW, NOW)
  expect(counter.used_micro).toBe(MOST_COUNTED)
  const client = await owner.connect()
  const breaches = new Breaches()
  await checkCaps(client, breaches, NOW)
  client.release()
  expect(breaches.kept.filter((breach) => breach.account === account)).toEqual([])
})

test('a project and a key are counted by their own columns', async () => {
  const fields = { member: null, role: null, name: null, rate_limit: null, expires_at: null }
  const { key } = await must(issueKey, { account, ...fields, secret: mintSecret() })
  await burn({ amount: 5, project: 'p', key: key.id })
  await burn({ amount: 6, project: 'q', member: null })
  for (const [set, expected] of [
    [cap('project', 'p'), 5n],
    [cap('project', 'q'), 6n],
    [cap('key', key.id), 5n],
  ] as const) {
    await must(putCap, set)
    expect(await used(set)).toBe(expected)
  }
})

test('the default counts for each member, and takes over when a cap of its own is removed', async () => {
  await burn({ amount: 30 })
  await burn({ amount: 4, member: 'bob' })
  await burn({ amount: 9, member: null })
  await must(putCap, cap('member', 'bob', { period: 'day' }))
  const every = cap('member', '*')
  await must(putCap, every)
  expect([await used(every, 'ann'), await used(every, 'bob'), await used(every)]).toEqual([30n, 4n, null])
  expect(await used(cap('member', 'bob', { period: 'day' }))).toBe(4n)
  await burn({ amount: 5, member: 'bob' })
  await must(removeCap, { account, subject: 'member', subject_id: 'bob' })
  expect(await used(every, 'bob')).toBe(9n)
  expect(await used(every, 'ann')).toBe(30n)
})

test('a cap that is set anew counts from the ledger, also where an old count was left', async () => {
  await burn({ amount: 30 })
  await must(putCap, cap('member', '*'))
  await owner.query('update debits set reversed_micro = amount_micro where account_id = $1', [account])
  await owner.query('delete from debits where account_id = $1', [account])
  await must(putCap, cap('member', '*', { limit_micro: 5n }))
  expect(await used(cap('member', '*'), 'ann')).toBe(0n)
  expect(await registry.caps(account, ALL)).toMatchObject({ items: [{ cap: { limit_micro: 5n } }] })
})

test('a count begins no earlier than the time that the wallets have reached', async () => {
  const tomorrow = Math.ceil(NOW / DAY) * DAY + 5
  await burn({ amount: 3 })
  await burn({ amount: 5, at: tomorrow })
  const set = cap('member', 'ann', { period: 'day' })
  await must(putCap, set)
  expect(await registry.counter({ ...set, created_at: 0 }, 'ann')).toMatchObject({
    used_micro: 5n,
    period_start: tomorrow - 5,
  })
})

test.each<[CapSubject, string, string]>([
  ['account', 'acc_1', 'account_not_found'],
  ['member', 'eve', 'member_not_found'],
  ['member', 'gone', 'member_not_found'],
  ['key', 'key_none', 'key_not_found'],
  ['key', 'other', 'key_not_found'],
])('a cap on the %s %s is refused', async (subject, id, refused) => {
  await must(addMember, { account, id: 'gone', email: null, role: 'member', status: 'active' })
  await must(removeMember, { account, id: 'gone' })
  const fields = { member: null, role: null, name: null, rate_limit: null, expires_at: null }
  const { key } = await must(issueKey, { account: 'acc_1', ...fields, secret: mintSecret() })
  expect(await run(putCap, cap(subject, id === 'other' ? key.id : id))).toMatchObject({ refused })
  expect((await registry.caps(account, ALL)).items).toEqual([])
})

test("the operator's own key may be capped, and nothing in an account that is not there", async () => {
  const fields = { member: null, role: null, name: null, rate_limit: null, expires_at: null }
  const { key } = await must(issueKey, { account: null, ...fields, secret: mintSecret() })
  await must(putCap, cap('key', key.id))
  // Nobody else learns that it is there.
  for (const id of [key.id, 'key_none'])
    expect(await run(putCap, cap('key', id, { by: account }))).toEqual(noKey(id))
  expect(await run(putCap, { ...cap('member', 'ann'), account: 'nobody' })).toMatchObject({
    refused: 'account_not_found',
  })
  expect(await run(removeCap, cap('member', 'ann'))).toMatchObject({ refused: 'cap_not_found' })
})

test('usage says what is left and when it begins anew', async () => {
  await burn({ amount: 300 })
  await must(putCap, cap('member', '*'))
  await must(putCap, cap('account', account, { limit_micro: 100n, period: 'total' }))
  await must(putCap, cap('member', 'bob', { limit_micro: 0n, period: 'day' }))
  const next_month = Date.UTC(2026, 1, 1)
  const ann = { account, subject: 'member', subject_id: 'ann' } as const
  expect(await capUsage(registry, ann, NOW)).toMatchObject({
    cap: { subject_id: '*' },
    subject_id: 'ann',
    used_micro: 300n,
    remaining_micro: 700n,
    resets_at: next_month,
  })
  expect(await capUsage(registry, ann, next_month)).toMatchObject({ used_micro: 0n, remaining_micro: 1000n })
  const first = orRefuse(await capUsages(registry, account, { limit: 2, after: null }, NOW))
  const rest = orRefuse(await capUsages(registry, account, { limit: 2, after: first.next }, NOW))
  expect(rest.next).toBeNull()
  expect([...first.items, ...rest.items]).toMatchObject([
    { subject_id: account, used_micro: 300n, remaining_micro: 0n, resets_at: null },
    { subject_id: '*', used_micro: null, remaining_micro: null, resets_at: next_month },
    { subject_id: 'bob', used_micro: 0n, remaining_micro: 0n, resets_at: Date.UTC(2026, 0, 16) },
  ])
  expect(await capUsage(registry, { ...ann, subject_id: 'eve' }, NOW)).toMatchObject({
    refused: 'cap_not_found',
  })
  expect(await capUsages(registry, 'nobody', ALL, NOW)).toMatchObject({ refused: 'account_not_found' })
})

test('nothing burns between the sum and the first count', async () => {
  await burn({ amount: 30 })
  const batch = await pool.connect()
  await batch.query('begin')
  await batch.query('select from wallets where account_id = $1 for no key update', [account])
  let done = false
  const set = once(null, NOW, (registry) => putCap(registry, cap('member', 'ann'), NOW)).then(() => {
    done = true
  })
  await until('it to wait for the wallet', async () => {
    const { rowCount } = await owner.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return rowCount === 1
  })
  expect(done).toBe(false)
  await burn({ amount: 77 }, batch)
  await batch.query('commit')
  batch.release()
  await set
  expect(await used(cap('member', 'ann'))).toBe(107n)
})
