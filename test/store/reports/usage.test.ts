import { beforeAll, describe, expect, test } from 'vitest'
import type { DebitCommand } from '../../../src/core/ledger/command.ts'
import type { UsageGroup, UsedInDay } from '../../../src/core/reports/usage.ts'
import { mintingIds } from '../../../src/store/mint.ts'
import { idsOfUsage, readUsage, usageOf } from '../../../src/store/reports/usage.ts'
import { Statements } from '../../../src/store/session/statements.ts'
import { debitOf, grantOf } from '../../harness/commands.ts'
import { freshDatabase } from '../../harness/database.ts'
import { ledgerOf, type TestLedger } from '../../harness/ledger.ts'

const DAY = 86_400_000
const FIRST = Date.UTC(2026, 0, 10)
const NOBODY = { member: null, project: null, feature: null }
const ids = mintingIds()

let it: TestLedger

const usage = (from: number, to: number, by: UsageGroup | null = null, account = 'acc') =>
  readUsage(new Statements(it.pool), account, { credit_type: 'neo', from, to, by, member: null })

/** A debit with an id as it is minted at that time. */
const burn = (credits: number, at: number, more: Partial<DebitCommand> = {}) => {
  const id = ids.mint('deb', at)
  return it.ledger.submit(debitOf('acc', credits, { id, key: id, ...more }), at)
}

const told = (days: readonly UsedInDay[]) =>
  days.map(({ day, group, burned_micro, reversed_micro, debits }) => [
    new Date(day).toISOString().slice(0, 10),
    group,
    Number(burned_micro) / 1e6,
    Number(reversed_micro) / 1e6,
    debits,
  ])

beforeAll(async () => {
  it = ledgerOf(await freshDatabase())
  await it.sql(
    `insert into accounts (account_id, kind, name, created_at)
     values ('acc', 'team', 'Acc', '2026-01-01'), ('much', 'team', 'Much', '2026-01-01')`,
  )
  await it.sql(
    `insert into members select 'acc', unnest('{ann,bob}'::text[]), null, 'member', 'active', '2026-01-01'`,
  )
  await it.sql(
    `insert into credit_types select unnest('{neo,other}'::text[]), 'x', 'credit', null, 'usd', '{"policy":"never"}', '2026-01-01'`,
  )
})

describe('what an account burned', () => {
  test('day by day, captures included, and what reversals gave back on their own day', async () => {
    await it.ledger.submit(grantOf('acc', 1000), FIRST)
    await it.ledger.submit(grantOf('acc', 1000), FIRST)
    await it.ledger.submit(grantOf('acc', 10, { credit_type: 'other' }), FIRST)
    await burn(1, FIRST + DAY - 1, { usage: { ...NOBODY, member: 'ann' } })
    // Drawn on two grants, and one debit all the same.
    const long = await burn(1500, FIRST + DAY, { usage: { ...NOBODY, member: 'bob', project: 'web' } })
    await burn(1, FIRST + DAY + 5, { credit_type: 'other' })
    await burn(99_999, FIRST + DAY + 6, { key: 'refused' })
    const hold = ids.mint('hld', FIRST + DAY)
    await it.ledger.submit(
      {
        ...{ kind: 'reserve', account: 'acc', credit_type: 'neo', id: hold, key: hold, fingerprint: '' },
        ...{ amount_micro: 20_000_000n, ttl_ms: 10 * DAY, api_key: null, metadata: null },
        usage: { ...NOBODY, member: 'ann' },
      },
      FIRST + DAY + 7,
    )
    const debit = ids.mint('deb', FIRST + 2 * DAY)
    await it.ledger.submit(
      {
        ...{ kind: 'capture', account: 'acc', hold, id: debit, key: debit, fingerprint: '' },
        ...{ amount_micro: 30_000_000n, allow_more: true, api_key: null, metadata: null },
      },
      FIRST + 2 * DAY,
    )
    const reversal = ids.mint('rev', FIRST + 3 * DAY)
    await it.ledger.submit(
      {
        ...{ kind: 'reverse', account: 'acc', id: reversal, key: reversal, fingerprint: '', reason: null },
        debit: 'debit' in long.answer ? long.answer.debit.id : '',
        amount_micro: 500_000_000n,
      },
      FIRST + 3 * DAY,
    )
    expect(told(await usage(FIRST, FIRST + 9 * DAY))).toEqual([
      ['2026-01-10', null, 1, 0, 1],
      ['2026-01-11', null, 1500, 0, 1],
      ['2026-01-12', null, 30, 0, 1],
      ['2026-01-13', null, 0, 500, 0],
    ])
    expect(told(await usage(FIRST + DAY, FIRST + 2 * DAY, 'member'))).toEqual([
      ['2026-01-11', 'bob', 1500, 0, 1],
      ['2026-01-12', 'ann', 30, 0, 1],
    ])
    expect(told(await usage(FIRST, FIRST + 3 * DAY, 'project'))).toEqual([
      ['2026-01-10', null, 1, 0, 1],
      ['2026-01-11', 'web', 1500, 0, 1],
      ['2026-01-12', null, 30, 0, 1],
      ['2026-01-13', 'web', 0, 500, 0],
    ])
    expect(told(await usage(FIRST, FIRST))).toEqual([['2026-01-10', null, 1, 0, 1]])
    expect(await usage(FIRST - DAY, FIRST - DAY)).toEqual([])
    expect(await usage(FIRST + 20 * DAY, FIRST + 30 * DAY)).toEqual([])
    expect(await usage(FIRST, FIRST, null, 'nobody')).toEqual([])
  })

  test('by the time of the wallet, which an id that was minted earlier does not tell', async () => {
    const ahead = FIRST + 6 * DAY
    await burn(2, ahead)
    // The wallet's time never goes back, whatever clock the caller's server has.
    await burn(3, ahead - 5 * DAY)
    expect(told(await usage(ahead, ahead))).toEqual([['2026-01-16', null, 5, 0, 2]])
    expect(told(await usage(ahead - 5 * DAY, ahead - 5 * DAY))).toEqual([['2026-01-11', null, 1500, 0, 1]])
  })

  test('is read at the cost of its days alone', async () => {
    const at = `$1::timestamptz + s * interval '5 minutes'`
    const values = [new Date(FIRST).toISOString()]
    const debit = `'deb_' || lpad(s::text, 26, '0')`
    await it.sql(
      `insert into entries (account_id, credit_type, seq, at, kind, from_book, to_book, amount_micro, grant_id, cause_id,
         available_micro)
       select 'much', 'neo', s, ${at}, 'debit', 'wallet', 'consumed', 1, 'grt_1', ${debit}, 1 from generate_series(1, 30000) s`,
      values,
    )
    await it.sql(
      `insert into debits (account_id, debit_id, key, credit_type, amount_micro, at, first_seq, before_micro, after_micro)
       select 'much', ${debit}, s, 'neo', 1, ${at}, s, 2, 1 from generate_series(1, 30000) s`,
      values,
    )
    await it.sql(
      `insert into wallets (account_id, credit_type, seq, available_micro, held_micro, debt_micro, at)
       values ('much', 'neo', 30000, 1, 0, 0, $1)`,
      [new Date(FIRST + 150 * DAY).toISOString()],
    )
    await it.sql('analyze debits')
    await it.sql('analyze entries')
    const from = FIRST + 40 * DAY
    expect(told(await usage(from, from + DAY, null, 'much')).map(([, , , , debits]) => debits)).toEqual([
      288, 288,
    ])
    const days = [new Date(from).toISOString(), new Date(from + 2 * DAY).toISOString()]
    const read = async (text: string, values: unknown[]) => {
      const { rows } = await it.sql(`explain (analyze, format json) ${text}`, values)
      return rowsRead(rows[0]['QUERY PLAN'][0].Plan)
    }
    const { rows } = await it.sql(idsOfUsage, ['much', 'neo', ...days])
    const { first_debit, last_debit } = rows[0]
    expect(await read(idsOfUsage, ['much', 'neo', ...days])).toBeLessThan(1000)
    expect(
      await read(usageOf('member'), ['much', 'neo', ...days, first_debit, last_debit, null, null, null]),
    ).toBeLessThan(1000)
  })
})

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly PlanNode[]
}

/** How many rows are read of tables and indexes. */
function rowsRead(node: PlanNode): number {
  const isScan = /(Seq|Index|Index Only|Bitmap Heap) Scan$/.test(node['Node Type'])
  const own = isScan
    ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
    : 0
  return (node.Plans ?? []).reduce((sum, each) => sum + rowsRead(each), own)
}
