import { beforeAll, expect, test } from 'vitest'
import { UNSCOPED } from '../../../src/core/ledger/grant.ts'
import { debitOf, reserveOf } from '../../harness/commands.ts'
import { Capped, MIDNIGHT, NOON, other } from './capped.ts'

/** Caps where several servers' clocks differ, or an account's own is put forward. */

const DAY = 86_400_000
let it: Capped
beforeAll(async () => {
  it = await Capped.open()
})

test('a cap that is set by a late clock winds the counter of no other back to the day before', async () => {
  await it.fund()
  const project = { usage: { ...UNSCOPED, project: 'p' } }
  await it.cap(100, {}, MIDNIGHT + 5)
  await it.done(debitOf(it.account, 60, project), MIDNIGHT - 5)
  await it.cap(100, { subject: 'project', subject_id: 'p' }, MIDNIGHT - 3)
  expect(await it.breaches(MIDNIGHT)).toEqual([])
  await it.done(debitOf(it.account, 1, project), MIDNIGHT + 10)
  expect(await it.breaches(MIDNIGHT + 11)).toEqual([])
})

test('nor its own when it is set anew', async () => {
  await it.fund()
  await it.cap(100, {}, MIDNIGHT + 5)
  await it.done(debitOf(it.account, 60), MIDNIGHT - 5)
  await it.cap(110, {}, MIDNIGHT - 3)
  expect(await it.refused(debitOf(it.account, 60), MIDNIGHT + 10)).toBe('account_spending_cap_reached')
  expect(await it.breaches(MIDNIGHT + 11)).toEqual([])
})

test('set anew, it counts what came by a test clock as it was before that was put forward', async () => {
  await it.fund()
  await it.cap(100)
  await it.sql('update accounts set ahead_ms = $2 where account_id = $1', [it.account, 60 * DAY])
  const late = debitOf(it.account, 60, other)
  await it.done(debitOf(it.account, 1), NOON + 60 * DAY)
  await it.done(late, NOON + 5)
  await it.cap(101, {}, NOON + 60 * DAY + 10)
  expect(await it.breaches(MIDNIGHT + DAY)).toEqual([])
  expect(await it.refused(debitOf(it.account, 90), NOON + 60 * DAY + 20)).toBe('account_spending_cap_reached')
})

test('never tells that less than nothing is used, whatever is released meanwhile', async () => {
  await it.fund()
  await it.cap(10)
  await it.done({ ...reserveOf(it.account, 10, 1000), ...other }, NOON)
  const later = NOON + 1000
  const settled = () => it.done({ kind: 'settle', account: it.account, credit_type: 'other' }, later)
  const { registry } = it
  const used = await it.used(later, {
    ...registry,
    async endedHolds(...args) {
      const ended = await registry.endedHolds(...args)
      await settled()
      return ended
    },
  })
  expect(used).toBe(0)
})
