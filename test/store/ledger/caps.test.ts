import { beforeAll, expect, test } from 'vitest'
import type { NewCap } from '../../../src/core/caps/put-cap.ts'
import { UNSCOPED } from '../../../src/core/ledger/grant.ts'
import { captureOf, debitOf, releaseOf, reserveOf } from '../../harness/commands.ts'
import { Capped, MIDNIGHT, NOON, other } from './capped.ts'

let it: Capped
beforeAll(async () => {
  it = await Capped.open()
})

/** A new account with credits, and a cap on all of it. */
async function capped(limit: number, more: Partial<NewCap> = {}): Promise<void> {
  await it.fund()
  await it.cap(limit, more)
}

test('a hold that has ended counts no more, in whichever wallet it was', async () => {
  await capped(10)
  await it.done({ ...reserveOf(it.account, 10, 1000), ...other }, NOON)
  expect(await it.refused(debitOf(it.account, 5), NOON + 999)).toBe('account_spending_cap_reached')
  expect(await it.used(NOON + 999)).toBe(10)
  expect(await it.used(NOON + 1000)).toBe(0)
  // Nobody has settled the other wallet.
  await it.done(debitOf(it.account, 5), NOON + 1000)
  expect(await it.used(NOON + 1000)).toBe(5)
  expect(await it.refused({ ...reserveOf(it.account, 6, 1000), ...other }, NOON + 1000)).toBe(
    'account_spending_cap_reached',
  )
})

test('nor to several that ask at once, of which one is for the wallet of the hold', async () => {
  await capped(10)
  await it.done({ ...reserveOf(it.account, 10, 1000), ...other }, NOON)
  const asked = [debitOf(it.account, 5), debitOf(it.account, 3, other), debitOf(it.account, 2)]
  const codes = await Promise.all(asked.map((command) => it.refused(command, NOON + 1000)))
  expect(codes).toEqual(['not refused', 'not refused', 'not refused'])
  expect(await it.refused(debitOf(it.account, 1), NOON + 1001)).toBe('account_spending_cap_reached')
})

test('what comes late to a day that has begun in another wallet counts there, and is given back there', async () => {
  await capped(100)
  await it.done(debitOf(it.account, 1), MIDNIGHT + 5)
  const late = MIDNIGHT - 5
  const [released, captured, over] = [
    reserveOf(it.account, 20, 60_000),
    reserveOf(it.account, 30, 60_000),
    reserveOf(it.account, 4, 60_000),
  ]
  for (const hold of [released, captured, over]) await it.done({ ...hold, ...other }, late)
  const debit = debitOf(it.account, 40, other)
  await it.done(debit, late)
  expect(await it.used(MIDNIGHT + 5)).toBe(95)
  expect(await it.refused(debitOf(it.account, 6), MIDNIGHT + 6)).toBe('account_spending_cap_reached')
  expect(await it.breaches(MIDNIGHT + 6)).toEqual([])
  // A cap that is set meanwhile counts the same.
  await it.cap(100)
  expect(await it.used(MIDNIGHT + 6)).toBe(95)
  await it.done(releaseOf(it.account, released.id), late)
  await it.done({ ...captureOf(it.account, captured.id), amount_micro: 10_000_000n }, late)
  expect(await it.used(MIDNIGHT + 6)).toBe(55)
  await it.done(it.reversal(debit.id), MIDNIGHT + 7)
  expect(await it.used(MIDNIGHT + 7)).toBe(15)
  await it.done({ ...captureOf(it.account, over.id), amount_micro: 9_000_000n, allow_more: true }, late)
  expect(await it.used(MIDNIGHT + 7)).toBe(20)
  expect(await it.breaches(MIDNIGHT + 7)).toEqual([])
})

test('a key with a cap takes no more than another key held', async () => {
  await capped(1000)
  await it.sql(
    `insert into api_keys (key_id, secret_sha256, account_id, role, prefix, last_four, created_at)
     values ('key_b', 'hash', $1, 'spender', 'scrip', 'four', '2026-01-01')`,
    [it.account],
  )
  await it.cap(0, { subject: 'key', subject_id: 'key_b' })
  const hold = { ...reserveOf(it.account, 1, 60_000), api_key: 'key_a' }
  await it.done(hold, NOON)
  const more = { ...captureOf(it.account, hold.id), amount_micro: 900_000_000n, allow_more: true }
  expect(await it.refused({ ...more, api_key: 'key_b' }, NOON)).toBe('capture_exceeds_hold')
  await it.done(
    { ...more, id: 'deb_again', key: 'cmd_again', amount_micro: 1_000_000n, api_key: 'key_b' },
    NOON,
  )
})

test('a member who was removed burns no more than was held', async () => {
  await capped(1000)
  await it.sql(
    `insert into members (account_id, member_id, email, role, status, created_at)
     values ($1, 'ada', null, 'member', 'active', '2026-01-01')`,
    [it.account],
  )
  const hold = { ...reserveOf(it.account, 10, 60_000), usage: { ...UNSCOPED, member: 'ada' } }
  await it.done(hold, NOON)
  await it.sql(`update members set status = 'removed' where account_id = $1`, [it.account])
  const more = { ...captureOf(it.account, hold.id), amount_micro: 90_000_000n, allow_more: true }
  expect(await it.refused(more, NOON)).toBe('member_not_found')
  await it.done({ ...captureOf(it.account, hold.id) }, NOON)
})

test('a capture tells what it counted itself', async () => {
  await capped(1000)
  await it.done(debitOf(it.account, 3), NOON)
  const hold = reserveOf(it.account, 100, 60_000)
  await it.done(hold, NOON)
  const { answer } = await it.done({ ...captureOf(it.account, hold.id), amount_micro: 10_000_000n }, NOON)
  expect(answer.debit.caps).toMatchObject([{ before_micro: 3_000_000n, after_micro: 13_000_000n }])
})

test('what counts nothing is stopped by a cap of zero, and by none that was lowered below its count', async () => {
  await capped(10, { unit: 'money' })
  await it.done(debitOf(it.account, 5), NOON)
  await it.cap(4, { unit: 'money' })
  expect(await it.refused(debitOf(it.account, 1), NOON)).toBe('account_spending_cap_reached')
  await it.done(debitOf(it.account, 1, other), NOON)
  await it.cap(0, { unit: 'money' })
  expect(await it.refused(debitOf(it.account, 1, other), NOON)).toBe('account_spending_cap_reached')
})
