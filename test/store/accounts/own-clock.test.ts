import { beforeAll, describe, expect, test } from 'vitest'
import { createAccount } from '../../../src/core/accounts/create-account.ts'
import { dueWallets, upkeepOn } from '../../../src/store/ledger/upkeep.ts'
import { dueChecks } from '../../../src/store/purchases/purchases.ts'
import { openRefunds } from '../../../src/store/purchases/refunds.ts'
import { Reader } from '../../../src/store/session/reader.ts'
import { dueSubscriptions, dueValues } from '../../../src/store/subscriptions/subscriptions.ts'
import { purchaseOf, writePurchase } from '../../properties/purchases.ts'
import { DAY, NOW, openRegistry } from '../registry/open.ts'
import { insertAllotment, subscriptionOf } from '../subscriptions/open.ts'

const { registry, owner, pool, must } = await openRegistry()
const upkeep = upkeepOn(pool, new Reader(pool), async () => 0)
const iso = (at: number) => new Date(at).toISOString()

beforeAll(async () => {
  for (const id of ['real', 'ahead', 'far'])
    await must(createAccount, { id, kind: 'team', name: id, slug: null })
  await registry.setAhead('ahead', 30 * DAY)
  await registry.setAhead('far', 3_650 * DAY)
})

test('a clock is put forward, and never back', async () => {
  expect(await registry.account('real')).toMatchObject({ ahead_ms: 0, seatless: 'topup' })
  expect(await registry.account('far')).toMatchObject({ ahead_ms: 3_650 * DAY })
  await registry.setAhead('ahead', DAY)
  await registry.setAhead('nobody', DAY)
  const clocks = [...(await registry.clocksAhead())].sort((a, b) => a.ahead_ms - b.ahead_ms)
  expect(clocks).toEqual([
    { account: 'ahead', ahead_ms: 30 * DAY },
    { account: 'far', ahead_ms: 3_650 * DAY },
  ])
  const found = await registry.accounts({ limit: 10, after: null }, null)
  expect(found.items.map(({ ahead_ms }) => ahead_ms)).toEqual([30 * DAY, 3_650 * DAY, 0])
})

describe('what is due by its account’s own clock', () => {
  beforeAll(async () => {
    for (const [account, credit_type, at] of [
      ['real', 'due', NOW - 5],
      ['real', 'late', NOW - 9],
      ['real', 'ahead', NOW + 1],
      ['ahead', 'due', NOW + 30 * DAY - 7],
      ['ahead', 'just', NOW + 30 * DAY],
      ['ahead', 'ahead', NOW + 30 * DAY + 1],
      ['ahead', 'past', NOW - DAY],
      ['far', 'due', NOW + 3_650 * DAY - 6],
      ['far', 'none', null],
    ] as const)
      await owner.query(
        `insert into wallets (account_id, credit_type, seq, available_micro, held_micro, debt_micro, at, next_due_at)
         values ($1, $2, 0, 0, 0, 0, $3, $4)`,
        [account, credit_type, iso(NOW - 40 * DAY), at === null ? null : iso(at)],
      )
    for (const [account, id, check_at] of [
      ['real', 'pur_due', NOW],
      ['real', 'pur_later', NOW + 1],
      ['ahead', 'pur_due', NOW + 30 * DAY - 1],
      ['ahead', 'pur_later', NOW + 30 * DAY + 1],
    ] as const) {
      const purchase = purchaseOf(account, id, { check_at, created_at: check_at - 10 })
      await writePurchase(owner, purchase)
      await registry.insertRefund({
        account,
        id: `ref_${id}`,
        purchase: id,
        amount_minor: 1n,
        reason: null,
        created_at: check_at,
      })
    }
  })

  test('wallets, those first that waited longest in real time', async () => {
    const due = await upkeep.dueWallets(NOW, 10)
    expect(due.map(({ account, credit_type, ahead_ms }) => [account, credit_type, ahead_ms / DAY])).toEqual([
      ['ahead', 'past', 30],
      ['real', 'late', 0],
      ['ahead', 'due', 30],
      ['far', 'due', 3_650],
      ['real', 'due', 0],
      ['ahead', 'just', 30],
    ])
    expect(await upkeep.dueWallets(NOW, 2)).toEqual(due.slice(0, 2))
    expect(await upkeep.dueSince(NOW)).toBe(NOW - 31 * DAY)
    expect(await upkeep.dueWallets(NOW - 100 * DAY, 10)).toEqual([])
    expect(await upkeep.dueSince(NOW - 100 * DAY)).toBeNull()
  })

  test('purchases', async () => {
    const due = await registry.dueChecks(NOW, 10)
    expect(due.map(({ purchase, ahead_ms }) => [purchase.account, purchase.id, ahead_ms])).toEqual([
      ['ahead', 'pur_due', 30 * DAY],
      ['real', 'pur_due', 0],
    ])
    expect(due[1]?.purchase).toEqual(await registry.purchase('real', 'pur_due'))
    expect(await registry.dueChecks(NOW, 1)).toEqual(due.slice(0, 1))
  })

  test('refunds', async () => {
    const due = await registry.openRefunds(NOW, 10)
    expect(due.map(({ refund, ahead_ms }) => [refund.account, refund.id, ahead_ms])).toEqual([
      ['ahead', 'ref_pur_due', 30 * DAY],
      ['real', 'ref_pur_due', 0],
    ])
    await registry.closeRefund('ahead', 'ref_pur_due', NOW)
    expect(await registry.openRefunds(NOW, 10)).toEqual(due.slice(1))
  })

  test('subscriptions, also those whose credits were cut off', async () => {
    const allotment = (account: string, subscription: string, id: string, at: number) =>
      insertAllotment(pool, { account, id, subscription, credit_type: 'neo', deals: [], at })
    for (const [account, id, due_at] of [
      ['real', 'sub_due', NOW - 3],
      ['real', 'sub_later', NOW + 1],
      ['real', 'sub_never', null],
      ['ahead', 'sub_due', NOW + 30 * DAY - 4],
      ['ahead', 'sub_later', NOW + 30 * DAY + 1],
      ['far', 'sub_later', NOW + 3_650 * DAY + 1],
    ] as const)
      await registry.insertSubscription(subscriptionOf(account, id, { credit_type: id, due_at }))
    const due = async () =>
      (await registry.dueSubscriptions(NOW, 10)).map(({ account, id, ahead_ms }) => [
        account,
        id,
        ahead_ms / DAY,
      ])
    const two = [
      ['ahead', 'sub_due', 30],
      ['real', 'sub_due', 0],
    ]
    expect(await due()).toEqual(two)
    await allotment('real', 'sub_due', 'alt_1', NOW - 12_000)
    await allotment('real', 'sub_never', 'alt_2', NOW - 9_999)
    await allotment('far', 'sub_later', 'alt_3', NOW + 3_650 * DAY - 9_999)
    await allotment('ahead', 'sub_later', 'alt_4', NOW + 30 * DAY - 11_000)
    expect(await due()).toEqual([['real', 'sub_due', 0], ['ahead', 'sub_later', 30], ...two.slice(0, 1)])
    await owner.query('update allotments set done_at = at where allotment_id = $1', ['alt_1'])
    expect(await due()).toEqual([['ahead', 'sub_later', 30], ...two])
    expect(await registry.dueSubscriptions(NOW, 1)).toHaveLength(1)
  })
})

describe('over twenty thousand accounts', () => {
  beforeAll(async () => {
    await owner.query(
      `insert into accounts (account_id, kind, name, created_at, ahead_ms)
       select 'many_' || n, 'team', 'x', now(), case when n <= 20 then n * 86400000 else 0 end
       from generate_series(1, 20000) n`,
    )
    // A part of them is due, and the rest later on.
    const when = `$1::timestamptz + (n - 2000) * interval '1 minute'`
    await owner.query(
      `insert into wallets (account_id, credit_type, seq, available_micro, held_micro, debt_micro, at, next_due_at)
       select 'many_' || n, 'neo', 0, 0, 0, 0, $1::timestamptz - interval '9 days', ${when}
       from generate_series(1, 20000) n`,
      [iso(NOW)],
    )
    await owner.query(
      `insert into purchases (account_id, purchase_id, credit_type, credits_micro, price_minor, currency, paying_by,
         dialect, expiry, grant_id, state, facts, check_at, created_at, updated_at)
       select 'many_' || n, 'pur_1', 'neo', 1, 1, 'usd', 'card', 'native', 'policy', 'grt_1', 'charging', '{}', ${when},
         $1, $1
       from generate_series(1, 20000) n`,
      [iso(NOW)],
    )
    await owner.query(
      `insert into refunds (account_id, refund_id, purchase_id, amount_minor, created_at)
       select 'many_' || n, 'ref_1', 'pur_1', 1, ${when} from generate_series(1, 20000) n`,
      [iso(NOW)],
    )
    await registry.insertSubscription(subscriptionOf('many_1', 'sub_1'))
    await owner.query(
      `insert into subscriptions
       select 'many_' || n, (s).subscription_id, (s).plan_id, (s).credit_type, (s).currency, (s).gives_to,
         (s).collection, (s).dialect, (s).member_id, (s).status, (s).seats, (s).credits_micro, (s).billing_interval,
         (s).bonus_micro, (s).started_at, (s).period_month, (s).period_months, (s).month, (s).pending,
         (s).cancel_at_period_end, (s).bill, (s).attempts, (s).declined_card, ${when}, (s).version, (s).canceled_at,
         (s).created_at, (s).updated_at
       from (select s from subscriptions s where account_id = 'many_1') s, generate_series(2, 20000) n`,
      [iso(NOW)],
    )
    await owner.query(
      `insert into allotments (account_id, allotment_id, subscription_id, credit_type, deals, at)
       select 'many_' || n, 'alt_1', 'sub_1', 'neo', '[]', ${when} from generate_series(1, 20000) n`,
      [iso(NOW)],
    )
    await owner.query('analyze')
  })

  test.each<[string, string, unknown[]]>([
    ['wallets', dueWallets, [iso(NOW), 100]],
    ['purchases', dueChecks, [iso(NOW), 100]],
    ['refunds', openRefunds, [iso(NOW), 100]],
    ['subscriptions', dueSubscriptions, dueValues(NOW, 100)],
  ])('what is due of the %s is found along indexes', async (_, text, values) => {
    const { rows } = await pool.query(`explain (analyze, format json) ${text}`, values)
    const scans = scansOf(rows[0]['QUERY PLAN'][0].Plan)
    expect(scans.filter(({ kind }) => kind === 'Seq Scan')).toEqual([])
    expect(scans.map(({ index }) => index)).toContain('accounts_ahead')
    // Twenty accounts are ahead, and a hundred rows are wanted: nothing reads beyond that.
    for (const { rows } of scans) expect(rows).toBeLessThanOrEqual(200)
  })
})

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Index Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly PlanNode[]
}

/** What is read of tables and indexes: how, and how many rows in all. */
function scansOf(node: PlanNode): { kind: string; index: string | undefined; rows: number }[] {
  const { 'Node Type': kind, 'Index Name': index, 'Actual Rows': got, 'Actual Loops': loops } = node
  const rows = (got + (node['Rows Removed by Filter'] ?? 0)) * loops
  const below = (node.Plans ?? []).flatMap(scansOf)
  return /Scan$/.test(kind) && kind !== 'Subquery Scan' ? [{ kind, index, rows }, ...below] : below
}
