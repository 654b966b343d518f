import { beforeAll, expect, test } from 'vitest'
import type { PurchaseFilter } from '../../../src/core/purchases/records.ts'
import { foundAccounts, searchValues } from '../../../src/store/accounts/account-search.ts'
import { purchaseList } from '../../../src/store/purchases/purchase-list.ts'
import { rowsRead } from '../../harness/rows-read.ts'
import { DAY, NOW, openRegistry } from '../registry/open.ts'

const { owner, pool } = await openRegistry()
const page = { limit: 50, after: null }
const iso = (at: number) => new Date(at).toISOString()

/** Enough that whatever reads all of them shows. */
const MANY = 20_000

beforeAll(async () => {
  await owner.query(
    `insert into accounts (account_id, kind, name, slug, created_at)
     select 'acc_' || n, 'team', 'Company ' || md5(n::text), 'slug-' || n, $1 from generate_series(1, ${MANY}) n`,
    [iso(NOW)],
  )
  await owner.query(
    `insert into members select 'acc_' || n, 'm', md5(n::text) || '@x.example', 'owner', 'active', $1
     from generate_series(1, ${MANY}) n`,
    [iso(NOW)],
  )
  await owner.query(
    `insert into purchases (account_id, purchase_id, credit_type, credits_micro, price_minor, currency, paying_by,
       dialect, expiry, grant_id, state, facts, created_at, updated_at)
     select 'acc_' || n % 500, 'pur_' || lpad(n::text, 26, '0'), case when n % 1000 = 0 then 'rare' else 'neo' end, 1, 1,
       'usd', 'card', 'native', 'policy', 'grt_' || n,
       (case when n % 1000 = 1 then 'disputed' else 'paid' end)::purchase_state, '{}', at, at
     from generate_series(1, ${MANY}) n, lateral (select $1::timestamptz + n * interval '1 minute' as at) t`,
    [iso(NOW)],
  )
  await owner.query('analyze')
})

/** How many rows are read, of tables and indexes. */
async function read(text: string, values: unknown[]): Promise<number> {
  const { rows } = await pool.query(`explain (analyze, format json) ${text}`, values)
  return rowsRead(rows[0]['QUERY PLAN'][0].Plan)
}

test.each(['acc_1999', 'slug-1999', 'c4ca', 'company c4ca', 'zzz', "o'neill"])(
  'accounts are found by %s without reading them all',
  async (search) => {
    expect(await read(foundAccounts, searchValues(search, page))).toBeLessThan(500)
  },
)

const none: PurchaseFilter = { credit_type: null, states: null, dialect: null }
test.each<[string, string | null, PurchaseFilter]>([
  ['all', null, none],
  ['a state', null, { ...none, states: ['disputed'] }],
  ['a state that none has', null, { ...none, states: ['lost'] }],
  ['a credit type', null, { ...none, credit_type: 'rare' }],
  ['an account', 'acc_7', none],
  ['an account and a state', 'acc_7', { ...none, states: ['disputed'] }],
  ['the last days', null, { ...none, from: NOW + 12 * DAY }],
  ['a state in some days', null, { ...none, states: ['disputed'], from: NOW + 5 * DAY, to: NOW + 6 * DAY }],
])('purchases are narrowed by %s without reading them all', async (_, account, filter) => {
  const { condition, values } = purchaseList(account, filter, page)
  expect(await read(`select p.purchase_id from purchases p where ${condition}`, values)).toBeLessThan(500)
})
