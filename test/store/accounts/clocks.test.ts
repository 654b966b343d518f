import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAccount } from '../../../src/core/accounts/create-account.ts'
import { ownTime } from '../../../src/core/accounts/own-time.ts'
import type { OnceRequest } from '../../../src/core/ports.ts'
import { type OpenStore, openStore } from '../../../src/store/store.ts'
import { freshDatabase } from '../../harness/database.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 0, 15, 12)
const database = await freshDatabase()
const meter = { batch() {}, queued() {}, failed() {} }
const open = (): OpenStore => openStore({ connection: database.server, lanes: 1, meter })
const [one, other] = [open(), open()]
afterAll(() => Promise.all([one.close(), other.close()]))

beforeAll(async () => {
  for (const id of ['a', 'b'])
    await one.once(null, NOW, (registry) =>
      createAccount(registry, { id, kind: 'team', name: id, slug: null }, NOW, { mint: () => id }),
    )
})

test('a clock that is put forward is known at once here, soon elsewhere, and never goes back', async () => {
  await other.clocks.hear()
  await one.clocks.put('a', 2 * DAY)
  expect([one.ahead('a'), one.ahead('b'), other.ahead('a')]).toEqual([2 * DAY, 0, 0])
  await expect.poll(() => other.clocks.hear().then(() => other.ahead('a'))).toBe(2 * DAY)
  expect(await ownTime(other, 'a', NOW)).toBe(NOW + 2 * DAY)
  await other.clocks.put('a', DAY)
  expect([one.ahead('a'), other.ahead('a')]).toEqual([2 * DAY, 2 * DAY])
  expect(await one.registry.account('a')).toMatchObject({ ahead_ms: 2 * DAY })
})

test('whoever is let in goes by what was heard of just now', async () => {
  const third = open()
  try {
    expect(third.ahead('a')).toBe(0)
    await third.authenticate(Buffer.alloc(32), NOW)
    expect(third.ahead('a')).toBe(2 * DAY)
    const fourth = open()
    await fourth.standing('a', null)
    expect(fourth.ahead('a')).toBe(2 * DAY)
    await fourth.close()
  } finally {
    await third.close()
  }
})

test('one at a time puts a clock forward, over all processes', async () => {
  const second = await one.clocks.alone('a', async () => [
    await other.clocks.alone('a', async () => 'too early'),
    await one.clocks.alone('a', async () => 'too early'),
    await other.clocks.alone('b', async () => 'beside'),
  ])
  expect(second).toEqual([null, null, 'beside'])
  await expect(one.clocks.alone('a', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
  expect(await other.clocks.alone('a', async () => 'then')).toBe('then')
})

test('what is due is told in order, and of this account alone', async () => {
  const due = async (by: number) =>
    (await one.clocks.dueBy('a', by)).map(({ kind, id, mark, at }) => [kind, id, mark, at - NOW])
  expect(await due(NOW + 100 * DAY)).toEqual([])
  const iso = (ms: number) => `'${new Date(NOW + ms).toISOString()}'`
  const wallet = (account: string, type: string, at: string) =>
    `('${account}', '${type}', 0, 0, 0, 0, ${iso(0)}, ${at})`
  await one.pool.query(`
    insert into wallets (account_id, credit_type, seq, available_micro, held_micro, debt_micro, at, next_due_at) values
    ${wallet('a', 'x', iso(7))}, ${wallet('a', 'y', iso(5))}, ${wallet('a', 'z', 'null')}, ${wallet('b', 'x', iso(1))}`)
  const subscription = (account: string, id: string, at: string, version: number) =>
    `('${account}', '${id}', 'p', '${id}', 'usd', 'seats', 'charge_automatically', 'native', 'active', 1, 1, 'month',
      0, ${iso(0)}, 0, 1, 0, false, 0, ${at}, ${version}, ${iso(0)}, ${iso(0)})`
  await one.pool.query(`
    insert into subscriptions (account_id, subscription_id, plan_id, credit_type, currency, gives_to, collection,
      dialect, status, seats, credits_micro, billing_interval, bonus_micro, started_at, period_month, period_months,
      month, cancel_at_period_end, attempts, due_at, version, created_at, updated_at) values
    ${subscription('a', 's', iso(7), 3)}, ${subscription('a', 'never', 'null', 1)}, ${subscription('b', 's', iso(1), 1)}`)
  await one.pool.query(`
    insert into allotments (account_id, allotment_id, subscription_id, credit_type, deals, at) values
    ('a', 'alt', 's', 'x', '[]', ${iso(6)})`)
  expect(await due(NOW + DAY)).toEqual([
    ['wallet', 'y', '', 5],
    ['subscription', 's', 'alt', 6],
    ['wallet', 'x', '', 7],
    ['subscription', 's', '3', 7],
  ])
  expect(await due(NOW + 5)).toHaveLength(1)
  await one.pool.query(`update allotments set done_at = ${iso(8)}`)
  expect(await due(NOW + DAY)).toHaveLength(3)
})

test('an idempotency key is kept by the real clock, whatever the account’s own shows', async () => {
  const request = (key: string, at: number): OnceRequest => ({ account: 'a', key, fingerprint: '', at })
  const keep = (at: number, own: number) => one.once(request('k', at), own, async () => ({ own }))
  await keep(NOW, NOW + 90 * DAY)
  expect(await keep(NOW + DAY - 1, NOW + 400 * DAY)).toMatchObject({ replayed: true })
  expect(await keep(NOW + DAY, NOW + 90 * DAY)).toMatchObject({ replayed: false })
})
