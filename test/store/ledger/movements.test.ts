import { expect, test } from 'vitest'
import { freshDatabase } from '../../harness/database.ts'
import { ledgerOf } from '../../harness/ledger.ts'

const ENTRIES = 10_100

test('a list of very many movements counts its older entries one by one, and pages exactly', async () => {
  const { ledger, sql } = ledgerOf(await freshDatabase())
  await sql(`insert into accounts (account_id, kind, name, created_at) values ('acme', 'team', 'Acme', $1)`, [
    AT,
  ])
  await sql(
    `insert into wallets (account_id, credit_type, seq, available_micro, held_micro, debt_micro, at)
     values ('acme', 'agent', $1, 0, 0, 0, $2)`,
    [ENTRIES, AT],
  )
  // Debits of two entries each, all the way down.
  await sql(
    `insert into entries
       (account_id, credit_type, seq, at, kind, from_book, to_book, amount_micro, grant_id, cause_id, available_micro)
     select 'acme', 'agent', s, $2, 'debit', 'wallet', 'consumed', 1, 'grt_1', 'deb_' || (s + 1) / 2, 0
     from generate_series(1, $1::integer) s`,
    [ENTRIES, AT],
  )
  const { items, total } = await ledger.movements('acme', 'agent', { skip: 2, take: 3 })
  expect(items.map(({ entry }) => entry.seq)).toEqual([10_095, 10_093, 10_091])
  expect(total).toBe(5_000 + 100)
})

const AT = '2026-01-31T12:00:00Z'
