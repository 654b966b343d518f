import { beforeAll, describe, expect, test } from 'vitest'
import { firstEntry } from '../../../src/core/ledger/first-entry.ts'
import type { EntryFilter, GrantFilter, Page, PageRequest } from '../../../src/core/ports.ts'
import { readEntries } from '../../../src/store/ledger/entries.ts'
import { readGrants } from '../../../src/store/ledger/grants.ts'
import { readHolds } from '../../../src/store/ledger/holds.ts'
import { LOOKED_THROUGH } from '../../../src/store/look-through.ts'
import type { Reader } from '../../../src/store/session/reader.ts'
import { freshDatabase } from '../../harness/database.ts'
import { ledgerOf } from '../../harness/ledger.ts'
import { countingReader } from '../../harness/rows-read.ts'

const { ledger, pool, sql } = ledgerOf(await freshDatabase())
const NOW = Date.UTC(2026, 0, 31)
const AT = new Date(NOW).toISOString()

/** More than one page looks through, in three wallets that were at work side by side, and one that never was. */
const WALLETS = { agent: 60_000, neo: 15_000, v0: 5_000, idle: 0 }
const GRANTS = 50_500
const id = (prefix: string, n: number) => `${prefix}_${String(n).padStart(6, '0')}`

beforeAll(async () => {
  for (const [type, count] of Object.entries(WALLETS)) {
    await sql(`insert into wallets values ('acme', $1, $2, 0, 0, 0, $3)`, [type, count, AT])
    // As many a second in each of them; every 5,000th is of a grant, and no other is. One is the oldest of all.
    await sql(
      `insert into entries (account_id, credit_type, seq, at, kind, from_book, to_book, amount_micro, grant_id,
         cause_id, available_micro)
       select 'acme', $1, n, $3::timestamptz - ($2 - n) / 5 * interval '1 second', k.kind, 'wallet', 'consumed', 1,
         case when $1 = 'agent' and n = 1 then 'grt_first' when k.kind = 'grant' then 'grt_rare' end, 'deb_' || n, 0
       from generate_series(1, $2::integer) n,
         lateral (select (case when n % 5000 = 1 then 'grant' else 'debit' end)::entry_kind as kind) k`,
      [type, count, AT],
    )
  }
  await sql(
    `insert into grants select 'acme', 'grt_' || lpad(n::text, 6, '0'), case when n < 9 then 'neo' else 'agent' end,
       'manual', 1, s.live, 0, 0, (case s.live when 1 then 'open' else 'closed' end)::grant_state, 0, null, null, null,
       $1, null, false, null, $1
     from generate_series(1, ${GRANTS}) n, lateral (select case when n < 5 then 1 else 0 end as live) s`,
    [AT],
  )
  await sql(
    `insert into holds select 'acme', 'hld_' || lpad(n::text, 6, '0'), 'agent', 1,
       (case when n < 5 then 'open' when n < 9 then 'released' else 'captured' end)::hold_status, null, null, null, null,
       null, null, null, 'grt_000001:1', null, 0, null, $1, null
     from generate_series(1, ${GRANTS}) n`,
    [AT],
  )
  await pool.query('analyze')
})

/** A page, and how many rows were read for it. */
async function counted<T>(read: (reader: Reader) => Promise<Page<T>>): Promise<Page<T> & { rows: number }> {
  const { reader, rows } = countingReader(pool)
  const page = await read(reader)
  return { ...page, rows: rows() }
}

/** All of a list, how many pages it took, and the most rows that one of them read. */
async function whole<T>(limit: number, read: (reader: Reader, page: PageRequest) => Promise<Page<T>>) {
  const items: T[] = []
  let [pages, empty, most] = [0, 0, 0]
  for (let after: string | null = null; pages === 0 || after !== null; pages += 1) {
    const page: Page<T> & { rows: number } = await counted((reader) => read(reader, { limit, after }))
    items.push(...page.items)
    empty += page.items.length === 0 ? 1 : 0
    most = Math.max(most, page.rows)
    after = page.next
  }
  return { items, pages, empty, most }
}

const every: EntryFilter = { credit_type: null, kind: null, grant: null }
const entries = (limit: number, filter: Partial<EntryFilter>) =>
  whole(limit, (reader, page) => readEntries(reader, 'acme', { ...every, ...filter }, page))
const grants = (limit: number, filter: GrantFilter) =>
  whole(limit, (reader, page) => readGrants(reader, 'acme', filter, page, NOW))

describe('a page of a list looks through so much, and the next goes on from there', () => {
  test.each<[string, Partial<EntryFilter>, number]>([
    ['a kind', { kind: 'grant' }, 16],
    ['a grant', { grant: 'grt_rare' }, 15],
    ['what is nowhere', { grant: 'grt_none' }, 0],
    ['a kind in a wallet', { credit_type: 'agent', kind: 'grant' }, 12],
  ])('entries of %s', async (_, filter, count) => {
    const list = await entries(3, filter)
    const { rows: all } = await sql(
      `select e.credit_type, e.seq::integer from entries e
       where ($1::text is null or e.credit_type = $1) and ($2::entry_kind is null or e.kind = $2)
         and ($3::text is null or e.grant_id = $3)
       order by e.at desc, e.credit_type, e.seq desc`,
      [filter.credit_type, filter.kind, filter.grant],
    )
    expect(list.items.map(({ credit_type, seq }) => ({ credit_type, seq }))).toEqual(all)
    expect(list.items).toHaveLength(count)
    expect(list.most).toBeLessThan(LOOKED_THROUGH + 500)
  })

  test('the first entry that fits is found however far back it is', async () => {
    const filter: EntryFilter = { credit_type: 'agent', kind: 'grant', grant: 'grt_first' }
    expect(await firstEntry(ledger, 'acme', filter)).toMatchObject({ seq: 1 })
    expect(await firstEntry(ledger, 'acme', { ...filter, grant: 'grt_none' })).toBeNull()
  })

  test('entries that nothing narrows fill their pages', async () => {
    const first = await counted((reader) => readEntries(reader, 'acme', every, { limit: 200, after: null }))
    const second = await counted((reader) =>
      readEntries(reader, 'acme', every, { limit: 200, after: first.next }),
    )
    expect([first.items.length, second.items.length]).toEqual([200, 200])
    expect(second.rows).toBeLessThan(1_000)
  })

  test('grants', async () => {
    const rare = await grants(3, { credit_type: 'neo', state: null })
    expect(rare.items.map((grant) => grant.id)).toEqual([8, 7, 6, 5, 4, 3, 2, 1].map((n) => id('grt', n)))
    expect(rare.most).toBeLessThan(LOOKED_THROUGH * 2 + 10)
    const open = await grants(3, { credit_type: null, state: 'open' })
    expect(open.items.map((grant) => grant.id)).toEqual([4, 3, 2, 1].map((n) => id('grt', n)))
    expect(open).toMatchObject({ pages: 2, empty: 0 })
    expect(open.most).toBeLessThan(50)
  })

  test('holds', async () => {
    const released = await whole(3, (reader, page) => readHolds(reader, 'acme', 'released', page, NOW))
    expect(released.items.map((hold) => hold.id)).toEqual([8, 7, 6, 5].map((n) => id('hld', n)))
    expect(released.most).toBeLessThan(LOOKED_THROUGH * 2 + 10)
    const open = await whole(3, (reader, page) => readHolds(reader, 'acme', 'open', page, NOW))
    expect(open.items.map((hold) => hold.id)).toEqual([4, 3, 2, 1].map((n) => id('hld', n)))
    expect(open.most).toBeLessThan(50)
  })
})
