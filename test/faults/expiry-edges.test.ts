import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRefusal } from '../../src/core/refusal.ts'
import { type OpenStore, openStore } from '../../src/store/store.ts'
import { settleDue } from '../../src/worker/settle-due.ts'
import { auditLedger, sqlAt } from '../harness/audit.ts'
import { captureOf, debitOf, grantOf, reserveOf } from '../harness/commands.ts'
import { freshDatabase, type TestDatabase } from '../harness/database.ts'
import { rounds } from '../harness/rounds.ts'

const quiet = { batch() {}, queued() {}, failed() {} }
const START = Date.UTC(2026, 0, 1)
const END = Date.UTC(2026, 0, 31, 12)
let database: TestDatabase
let stores: readonly [OpenStore, OpenStore]

beforeAll(async () => {
  database = await freshDatabase()
  const open = () => openStore({ connection: database.server, lanes: 2, meter: quiet })
  stores = [open(), open()]
  await sqlAt(
    database.owner,
    `insert into accounts select 'acc' || n, 'team', 'Acc', null, '2026-01-01' from generate_series(1, 10000) n`,
  )
  await sqlAt(
    database.owner,
    `insert into credit_types values ('neo', 'Neo', 'credit', null, 'usd', '{"policy":"never"}', '2026-01-01')`,
  )
})
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()))
})

let wallets = 0
const newAccount = () => `acc${++wallets}`

/** What a command is told: its refusal's code, or `ok`. */
async function told(outcome: Promise<{ answer: object }>): Promise<string> {
  const { answer } = await outcome
  return isRefusal(answer) ? answer.refused : 'ok'
}

const moments: [string, number, string][] = [
  ['a millisecond before', END - 1, 'ok'],
  ['at', END, 'insufficient_credits'],
  ['a millisecond after', END + 1, 'insufficient_credits'],
]

test.each(moments)('a debit %s the end of a grant', async (_, now, expected) => {
  const [{ ledger }] = stores
  const account = newAccount()
  await ledger.submit(grantOf(account, 10, { expires_at: END }), START)
  expect(await ledger.balance(account, 'neo', now)).toMatchObject({
    available_micro: expected === 'ok' ? 10_000_000n : 0n,
  })
  expect(await told(ledger.submit(debitOf(account, 10), now))).toBe(expected)
  expect(await told(ledger.submit(reserveOf(account, 1, 1_000), now))).toBe('insufficient_credits')
  expect(await ledger.balance(account, 'neo', now)).toMatchObject({ available_micro: 0n })
})

test.each(moments)('the same %s, where the grant that comes next does not end', async (_, now, expected) => {
  const [{ ledger }] = stores
  const account = newAccount()
  const ending = grantOf(account, 10, { expires_at: END })
  const staying = grantOf(account, 10)
  await ledger.submit(ending, START)
  await ledger.submit(staying, START)
  const { answer } = await ledger.submit(debitOf(account, 5), now)
  if (isRefusal(answer)) throw new Error(answer.detail)
  expect(answer.draws).toEqual([
    { grant: (expected === 'ok' ? ending : staying).id, amount_micro: 5_000_000n },
  ])
})

test('a hold that was made a millisecond before keeps what it took until its own end', async () => {
  const [{ ledger }] = stores
  const account = newAccount()
  await ledger.submit(grantOf(account, 10, { expires_at: END }), START)
  const first = reserveOf(account, 4, 5_000)
  const second = reserveOf(account, 3, 5_000)
  expect(await told(ledger.submit(first, END - 1))).toBe('ok')
  expect(await told(ledger.submit(second, END - 1))).toBe('ok')
  expect(await ledger.balance(account, 'neo', END)).toMatchObject({
    available_micro: 0n,
    held_micro: 7_000_000n,
  })
  // The hold ends 5 s after it was made: a millisecond earlier it can be captured, then no more.
  expect(await told(ledger.submit(captureOf(account, first.id), END + 4_998))).toBe('ok')
  expect(await told(ledger.submit(captureOf(account, second.id), END + 4_999))).toBe('hold_expired')
  expect(await ledger.balance(account, 'neo', END + 4_999)).toMatchObject({
    available_micro: 0n,
    held_micro: 0n,
  })
})

test.each([
  ['a millisecond before', START - 1, 'insufficient_credits'],
  ['at', START, 'ok'],
])('a debit %s the start of a grant', async (_, now, expected) => {
  const [{ ledger }] = stores
  const account = newAccount()
  await ledger.submit(grantOf(account, 10, { starts_at: START }), START - 60_000)
  expect(await told(ledger.submit(debitOf(account, 10), now))).toBe(expected)
})

test('two expiry jobs race debits: each grant breaks once, by exactly what was not burned', async () => {
  const WALLETS = 50
  for (let round = 0; round < rounds(40, 3); round += 1) {
    const accounts = Array.from({ length: WALLETS }, newAccount)
    const [one, two] = stores
    await one.ledger.submitAll(
      accounts.map((account) => grantOf(account, 10, { expires_at: END })),
      START,
    )
    const at = (now: number) => ({ now: () => now })
    const debits = (store: OpenStore, now: number) =>
      accounts.map(async (account) => ({
        account,
        now,
        told: await told(store.ledger.submit(debitOf(account, 1), now)),
      }))
    const jobs = [settleDue(one.ledger, one.upkeep, at(END)), settleDue(two.ledger, two.upkeep, at(END))]
    const answers = await Promise.all([
      ...debits(one, END - 1),
      ...debits(two, END - 1),
      ...debits(two, END),
      ...debits(one, END),
    ])
    await Promise.all(jobs)
    // Whoever came before the end but after the wallet had reached it may be refused, and nobody else succeeds.
    expect(answers.filter((answer) => answer.now >= END && answer.told === 'ok')).toEqual([])
    await settleDue(one.ledger, one.upkeep, at(END))
    const rows = await sqlAt<{ account: string; burned: number; expired: number; times: number }>(
      database.owner,
      `select account_id as account,
         coalesce(sum(amount_micro) filter (where to_book = 'consumed'), 0)::float8 / 1e6 as burned,
         coalesce(sum(amount_micro) filter (where to_book = 'expired'), 0)::float8 / 1e6 as expired,
         count(*) filter (where to_book = 'expired')::int as times
       from entries where account_id = any($1) group by 1`,
      [accounts],
    )
    expect(rows).toHaveLength(WALLETS)
    for (const row of rows) {
      const burned = answers.filter(({ account, told }) => account === row.account && told === 'ok').length
      expect(row).toEqual({ account: row.account, burned, expired: 10 - burned, times: 1 })
    }
  }
  await auditLedger(database.owner)
})
