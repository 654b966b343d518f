import { expect, test } from 'vitest'
import { isRefusal } from '../../src/core/refusal.ts'
import { Lane } from '../../src/store/batch/lane.ts'
import { Lanes } from '../../src/store/batch/lanes.ts'
import { PipelinedConnection } from '../../src/store/session/connection.ts'
import { afterFile } from '../harness/after-file.ts'
import { debitOf, grantOf } from '../harness/commands.ts'
import { freshDatabase } from '../harness/database.ts'
import { ledgerOf } from '../harness/ledger.ts'

const database = await freshDatabase()
const { ledger, pool, sql } = ledgerOf(database)
const NOW = Date.UTC(2026, 0, 31)
const ACCOUNTS = ['ant', 'bee', 'cat', 'dog']

/** Three lanes that tell what each of them took on. */
const taken = [0, 0, 0]
const lanes = new Lanes(
  taken.map((_, i) => {
    const queued = (change: number) => {
      if (change > 0) taken[i] = (taken[i] ?? 0) + change
    }
    return new Lane(new PipelinedConnection(database.server), { batch() {}, queued, failed() {} })
  }),
  40,
)
afterFile(() => lanes.close())

const took = async (work: () => Promise<unknown>) => {
  taken.fill(0)
  await work()
  return [...taken]
}

test('one lane is enough until a crowd waits, and then for a while they all are open', async () => {
  await sql(
    `insert into credit_types values ('neo', 'a', 'credit', null, 'usd', '{"kind":"never"}', '2026-01-01')`,
  )
  for (const account of ACCOUNTS)
    await sql(
      `insert into accounts (account_id, kind, name, created_at) values ($1, 'user', 'a', '2026-01-01')`,
      [account],
    )
  const few = () => Promise.all(ACCOUNTS.map((account) => lanes.submit(debitOf(account, 1), NOW)))
  const many = () =>
    lanes.submitAll(
      Array.from({ length: 40 }, (_, i) => debitOf(ACCOUNTS[i % 4] ?? '', 1)),
      NOW,
    )
  expect(await took(few)).toEqual([4, 0, 0])
  const crowd = await took(many)
  expect(crowd.reduce((sum, each) => sum + each)).toBe(40)
  expect(crowd.filter((each) => each > 0).length).toBeGreaterThan(1)
  expect(await took(few)).not.toEqual([4, 0, 0])
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  expect(await took(few)).toEqual([4, 0, 0])
})

test('what takes long in one lane opens the others', async () => {
  await ledger.submit(grantOf('cat', 1), NOW)
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  const holder = await pool.connect()
  await holder.query('begin')
  await holder.query(`select from wallets where account_id = 'cat' for update`)
  const held = lanes.submit(debitOf('cat', 1), NOW)
  await new Promise((resolve) => setTimeout(resolve, 120))
  const rest = ['ant', 'bee', 'dog', 'eel', 'fox']
  const others = await took(() => Promise.all(rest.map((account) => lanes.submit(debitOf(account, 1), NOW))))
  await holder.query('commit')
  expect(others.filter((each) => each > 0).length).toBeGreaterThan(1)
  expect(isRefusal((await held).answer)).toBe(false)
  holder.release()
})

test('an account that is in two lanes when they open is charged exactly', async () => {
  await ledger.submit(grantOf('bee', 100), NOW)
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  // The first go to the first lane, until they are the crowd that opens the others; the rest meet them there.
  const work = () => Promise.all(Array.from({ length: 120 }, () => lanes.submit(debitOf('bee', 1), NOW)))
  let outcomes: Awaited<ReturnType<typeof work>> = []
  const lanesTaken = await took(async () => {
    outcomes = await work()
  })
  expect(lanesTaken.filter((each) => each > 0)).toHaveLength(2)
  expect(outcomes.filter(({ answer }) => !isRefusal(answer))).toHaveLength(100)
  const { rows } = await sql(
    `select available_micro::integer as left, seq::integer from wallets where account_id = 'bee'`,
  )
  expect(rows).toEqual([{ left: 0, seq: 101 }])
})
