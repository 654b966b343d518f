import { beforeAll, expect, test } from 'vitest'
import { balanceInThePast } from '../../../src/store/ledger/past-balance.ts'
import { freshDatabase } from '../../harness/database.ts'
import { ledgerOf } from '../../harness/ledger.ts'
import { countingReader } from '../../harness/rows-read.ts'

const { pool, sql } = ledgerOf(await freshDatabase())
const BEGAN = Date.UTC(2026, 0, 1)
const SECOND = 1000
/** One a second: a grant for good, debits of it, then a grant that expires and a debit of that. */
const ENTRIES = 60_000
const RENEWED = 50_000
const at = (n: number) => BEGAN + n * SECOND
const EXPIRES = at(ENTRIES * 2)

beforeAll(async () => {
  const iso = (n: number) => new Date(at(n)).toISOString()
  await sql(
    `insert into entries (account_id, credit_type, seq, at, kind, from_book, to_book, amount_micro, grant_id, cause_id,
       available_micro)
     select 'acme', 'agent', n, $1::timestamptz + n * interval '1 second',
       (case when n in (1, $3) then 'grant' else 'debit' end)::entry_kind,
       (case when n in (1, $3) then 'issued' else 'wallet' end)::book,
       (case when n in (1, $3) then 'wallet' else 'consumed' end)::book,
       case n when 1 then 1000000 when $3 then 300 when $3 + 1 then 100 else 1 end,
       case when n in ($3, $3 + 1) then 'grt_soon' else 'grt_ever' end, 'c_' || n, 1000000 - n
     from generate_series(1, $2::integer) n`,
    [iso(0), ENTRIES, RENEWED],
  )
  await sql(
    `insert into grants select 'acme', g.id, 'agent', 'manual', g.amount, g.left_micro, 0, 0, 'open', 0, null, null, null,
       g.at, g.until, false, null, g.at
     from (values ('grt_ever', 1000000, 940003, $1::timestamptz, null::timestamptz), ('grt_soon', 300, 200, $2, $3))
       as g (id, amount, left_micro, at, until)`,
    [iso(1), iso(RENEWED), new Date(EXPIRES).toISOString()],
  )
  await sql(`insert into wallets values ('acme', 'agent', $1, 940203, 0, 0, $2, $3)`, [
    ENTRIES,
    iso(ENTRIES),
    new Date(EXPIRES).toISOString(),
  ])
  await pool.query('analyze')
})

test.each([
  ['before anything that expires', RENEWED - 1, null, 300],
  ['when it came', RENEWED, 300n, 300],
  ['when some of it was burned', RENEWED + 1, 200n, 300],
  ['much later', ENTRIES - 1, 200n, ENTRIES - RENEWED + 300],
])(
  'a balance of the past reads no history but that of what could expire: %s',
  async (_, n, expires, most) => {
    const { reader, rows } = countingReader(pool)
    expect(await balanceInThePast(reader, 'acme', 'agent', at(n) + 1)).toMatchObject({
      available_micro: BigInt(1_000_000 - n),
      expiring_next: expires === null ? null : { at: EXPIRES, amount_micro: expires },
    })
    expect(rows()).toBeLessThan(most)
  },
)
