import { beforeAll, expect, test } from 'vitest'
import { type CapUsage, capUsage } from '../../../src/core/caps/cap-usage.ts'
import { type NewCap, putCap } from '../../../src/core/caps/put-cap.ts'
import type { Answers, Command } from '../../../src/core/ledger/command.ts'
import { UNSCOPED } from '../../../src/core/ledger/grant.ts'
import { isRefusal } from '../../../src/core/refusal.ts'
import { onceOn } from '../../../src/store/once.ts'
import { registryOn } from '../../../src/store/registry.ts'
import { Statements } from '../../../src/store/session/statements.ts'
import { turnsAt } from '../../../src/store/session/turns.ts'
import { verify } from '../../../src/store/verify/verify.ts'
import { captureOf, debitOf, grantOf, releaseOf, reserveOf } from '../../harness/commands.ts'
import { freshDatabase, type TestDatabase } from '../../harness/database.ts'
import { ledgerOf, type TestLedger } from '../../harness/ledger.ts'

const NOON = Date.UTC(2026, 0, 10, 12)
const MIDNIGHT = Date.UTC(2026, 0, 11)
let database: TestDatabase
let it: TestLedger
let account = ''
let accounts = 0

beforeAll(async () => {
  database = await freshDatabase()
  it = ledgerOf(database)
  await it.sql(
    `insert into credit_types values ('neo', 'Neo', 'credit', 2000000, 'usd', '{"policy": "never"}', '2026-01-01'),
      ('other', 'Other', 'credit', null, 'usd', '{"policy": "never"}', '2026-01-01')`,
  )
})

/** A new account with 1,000 credits of each type and a cap on all of it. */
async function capped(limit: number, more: Partial<NewCap> = {}): Promise<void> {
  account = `acc_${++accounts}`
  await it.sql(`insert into accounts values ($1, 'team', 'Acc', null, '2026-01-01')`, [account])
  for (const credit_type of ['neo', 'other']) await done(grantOf(account, 1000, { credit_type }), NOON)
  await cap(limit, more)
}

async function cap(limit: number, more: Partial<NewCap> = {}): Promise<void> {
  const named = {
    account,
    subject: 'account',
    subject_id: account,
    unit: 'credits',
    period: 'day',
    by: null,
  } as const
  const input = { ...named, limit_micro: BigInt(limit) * 1_000_000n, ...more }
  const { once } = onceOn(it.pool, turnsAt(4))
  const { answer } = await once(null, NOON, (registry) => putCap(registry, input, NOON))
  if (isRefusal(answer)) throw new Error(answer.detail)
}

async function used(now: number): Promise<number> {
  const name = { account, subject: 'account', subject_id: account } as const
  const usage = (await capUsage(registryOn(new Statements(it.pool)), name, now)) as CapUsage
  return Number(usage.used_micro) / 1_000_000
}

const ask = async (command: Command, now: number): Promise<unknown> =>
  (await it.ledger.submit(command, now)).answer

async function done<C extends Command>(command: C, now: number): Promise<Answers[C['kind']]> {
  const answer = await ask(command, now)
  if (isRefusal(answer)) throw new Error(answer.detail)
  return answer as Answers[C['kind']]
}

async function refused(command: Command, now: number): Promise<string> {
  const answer = await ask(command, now)
  return isRefusal(answer) ? answer.refused : 'not refused'
}

/** `neo` is the one wallet, `other` the other. */
const other = { credit_type: 'other' }
const reversalOf = (debit: string): Command => ({
  ...{
    kind: 'reverse',
    account,
    debit,
    id: `rev_${debit}`,
    key: `cmd_${debit}`,
    minted: true,
    fingerprint: '',
  },
  ...{ amount_micro: null, reason: null },
})

async function breaches(now: number): Promise<string[]> {
  const found = await verify(database.owner, { now })
  return found.breaches.map(({ what }) => what)
}

test('a hold that has ended counts no more, in whichever wallet it was', async () => {
  await capped(10)
  await done({ ...reserveOf(account, 10, 1000), ...other }, NOON)
  expect(await refused(debitOf(account, 5), NOON + 999)).toBe('account_spending_cap_reached')
  expect(await used(NOON + 999)).toBe(10)
  expect(await used(NOON + 1000)).toBe(0)
  // Nobody has settled the other wallet.
  await done(debitOf(account, 5), NOON + 1000)
  expect(await used(NOON + 1000)).toBe(5)
  expect(await refused({ ...reserveOf(account, 6, 1000), ...other }, NOON + 1000)).toBe(
    'account_spending_cap_reached',
  )
})

test('nor to several that ask at once, of which one is for the wallet of the hold', async () => {
  await capped(10)
  await done({ ...reserveOf(account, 10, 1000), ...other }, NOON)
  const asked = [debitOf(account, 5), debitOf(account, 3, other), debitOf(account, 2)]
  const codes = await Promise.all(asked.map((command) => refused(command, NOON + 1000)))
  expect(codes).toEqual(['not refused', 'not refused', 'not refused'])
  expect(await refused(debitOf(account, 1), NOON + 1001)).toBe('account_spending_cap_reached')
})

test('what comes late to a day that has begun in another wallet counts there, and is given back there', async () => {
  await capped(100)
  await done(debitOf(account, 1), MIDNIGHT + 5)
  const late = MIDNIGHT - 5
  const [released, captured, over] = [
    reserveOf(account, 20, 60_000),
    reserveOf(account, 30, 60_000),
    reserveOf(account, 4, 60_000),
  ]
  for (const hold of [released, captured, over]) await done({ ...hold, ...other }, late)
  const debit = debitOf(account, 40, other)
  await done(debit, late)
  expect(await used(MIDNIGHT + 5)).toBe(95)
  expect(await refused(debitOf(account, 6), MIDNIGHT + 6)).toBe('account_spending_cap_reached')
  expect(await breaches(MIDNIGHT + 6)).toEqual([])
  // A cap that is set meanwhile counts the same.
  await cap(100)
  expect(await used(MIDNIGHT + 6)).toBe(95)
  await done(releaseOf(account, released.id), late)
  await done({ ...captureOf(account, captured.id), amount_micro: 10_000_000n }, late)
  expect(await used(MIDNIGHT + 6)).toBe(55)
  await done(reversalOf(debit.id), MIDNIGHT + 7)
  expect(await used(MIDNIGHT + 7)).toBe(15)
  await done({ ...captureOf(account, over.id), amount_micro: 9_000_000n, allow_more: true }, late)
  expect(await used(MIDNIGHT + 7)).toBe(20)
  expect(await breaches(MIDNIGHT + 7)).toEqual([])
})

test('a key with a cap takes no more than another key held', async () => {
  await capped(1000)
  await it.sql(
    `insert into api_keys (key_id, secret_sha256, account_id, role, prefix, last_four, created_at)
     values ('key_b', 'hash', $1, 'spender', 'scrip', 'four', '2026-01-01')`,
    [account],
  )
  await cap(0, { subject: 'key', subject_id: 'key_b' })
  const hold = { ...reserveOf(account, 1, 60_000), api_key: 'key_a' }
  await done(hold, NOON)
  const more = { ...captureOf(account, hold.id), amount_micro: 900_000_000n, allow_more: true }
  expect(await refused({ ...more, api_key: 'key_b' }, NOON)).toBe('capture_exceeds_hold')
  await done({ ...more, id: 'deb_again', key: 'cmd_again', amount_micro: 1_000_000n, api_key: 'key_b' }, NOON)
})

test('a member who was removed burns no more than was held', async () => {
  await capped(1000)
  await it.sql(
    `insert into members (account_id, member_id, email, role, status, created_at)
     values ($1, 'ada', null, 'member', 'active', '2026-01-01')`,
    [account],
  )
  const hold = { ...reserveOf(account, 10, 60_000), usage: { ...UNSCOPED, member: 'ada' } }
  await done(hold, NOON)
  await it.sql(`update members set status = 'removed' where account_id = $1`, [account])
  const more = { ...captureOf(account, hold.id), amount_micro: 90_000_000n, allow_more: true }
  expect(await refused(more, NOON)).toBe('member_not_found')
  await done({ ...captureOf(account, hold.id) }, NOON)
})

test('a capture tells what it counted itself', async () => {
  await capped(1000)
  await done(debitOf(account, 3), NOON)
  const hold = reserveOf(account, 100, 60_000)
  await done(hold, NOON)
  const { answer } = await done({ ...captureOf(account, hold.id), amount_micro: 10_000_000n }, NOON)
  expect(answer.debit.caps).toMatchObject([{ before_micro: 3_000_000n, after_micro: 13_000_000n }])
})

test('what counts nothing is stopped by a cap of zero, and by none that was lowered below its count', async () => {
  await capped(10, { unit: 'money' })
  await done(debitOf(account, 5), NOON)
  await cap(4, { unit: 'money' })
  expect(await refused(debitOf(account, 1), NOON)).toBe('account_spending_cap_reached')
  await done(debitOf(account, 1, other), NOON)
  await cap(0, { unit: 'money' })
  expect(await refused(debitOf(account, 1, other), NOON)).toBe('account_spending_cap_reached')
})
