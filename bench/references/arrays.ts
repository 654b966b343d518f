import { type Case, plainSample, type Timing } from '../case.ts'
import { BULK_SIZE } from '../load/requests.ts'
import type { Postgres } from '../postgres.ts'
import { arrayOf, repeated } from './through-driver.ts'

const ACCOUNTS = 1000

const tables = `
  create table bare_balances (account_id text primary key, balance bigint not null) with (fillfactor = 50);
  create table bare_entries (
    entry_id bigint primary key, account_id text not null, amount bigint not null, at timestamptz not null);
  insert into bare_balances select 'acc_' || lpad(a::text, 6, '0'), 1e15 from generate_series(0, ${ACCOUNTS}) a`

/** The least that moving credits for many at once can be: no keys, no refusals, no grants, one statement. */
const moving = `
  with moved as (
    update bare_balances b set balance = b.balance - s.amount
    from (select account_id, sum(amount) as amount
          from unnest($2::text[], $3::bigint[]) as v (account_id, amount) group by account_id) s
    where b.account_id = s.account_id)
  insert into bare_entries (entry_id, account_id, amount, at)
  select v.entry_id, v.account_id, v.amount, $4::timestamptz
  from unnest($1::bigint[], $2::text[], $3::bigint[]) as v (entry_id, account_id, amount)`

/** The bare array statement: 500 rows at once, on one connection. */
export async function arrayCases(postgres: Postgres, database: string): Promise<Case[]> {
  let last = 0
  const next = (hot: boolean) => () => {
    const rows = Array.from({ length: BULK_SIZE }, (_, i) => i)
    const first = last + 1
    last += BULK_SIZE
    const account = () => (hot ? ACCOUNTS : Math.floor(Math.random() * ACCOUNTS))
    const values = [
      arrayOf(rows.map((i) => first + i)),
      arrayOf(rows.map(() => `acc_${String(account()).padStart(6, '0')}`)),
      arrayOf(rows.map(() => 1000)),
      new Date().toISOString(),
    ]
    return { text: moving, values }
  }
  await postgres.run(database, async (client) => {
    await client.query(tables)
    for (let i = 0; i < 10; i += 1) await client.query(moving, next(false)().values)
  })
  const owner = postgres.owner(database)
  const rateOf = (hot: boolean) => {
    const rate = repeated(owner, 1, BULK_SIZE, next(hot))
    return async ({ seconds, warm_seconds }: Timing) => plainSample(await rate(seconds, warm_seconds))
  }
  const title = `bare array statement, ${BULK_SIZE} rows`
  return [
    { id: 'arrays.spread', title: `${title}, 1000 accounts`, unit: 'rows/s', sample: rateOf(false) },
    { id: 'arrays.hot', title: `${title}, one account`, unit: 'rows/s', sample: rateOf(true) },
  ]
}
