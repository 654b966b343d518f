import { type Case, plainSample, type Timing } from '../case.ts'
import { BULK_SIZE } from '../load/requests.ts'
import type { Postgres } from '../postgres.ts'
import { arrayOf, repeated } from './through-driver.ts'

const ACCOUNTS = 1000

const tables = `
  create table bare_balances (account_id text primary key, balance bigint not null) with (fillfactor = 50);
  create table bare_entries (
    entry_id bigint primary key, account_id text not null, amount bigint not null, at timestamptz not null);
  create table told_entries (
    entry_id text primary key, account_id text not null, amount bigint not null, previous_balance bigint not null,
    current_balance bigint not null, at timestamptz not null);
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

/** The same with entries as a ledger keeps them: a text id, and the balance before and after. */
const telling = `
  with v as (
    select * from unnest($1::bigint[], $2::text[], $3::bigint[]) with ordinality as v (entry_id, account_id, amount, n)),
  moved as (
    update bare_balances b set balance = b.balance - s.amount
    from (select account_id, sum(amount) as amount from v group by account_id) s
    where b.account_id = s.account_id
    returning b.account_id, b.balance + s.amount as opening)
  insert into told_entries (entry_id, account_id, amount, previous_balance, current_balance, at)
  select 'ent_' || lpad(entry_id::text, 26, '0'), account_id, amount, opening - used + amount, opening - used,
    $4::timestamptz
  from (select v.*, m.opening, sum(v.amount) over (partition by v.account_id order by v.n) as used
        from v join moved m using (account_id)) u`

/** The bare array statement: 500 rows at once, on one connection. */
export async function arrayCases(postgres: Postgres, database: string): Promise<Case[]> {
  let last = 0
  const next = (text: string, hot: boolean) => () => {
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
    return { text, values }
  }
  await postgres.run(database, async (client) => {
    await client.query(tables)
    // A first filling, so that no plan is made on empty tables.
    for (let i = 0; i < 10; i += 1)
      for (const text of [moving, telling]) await client.query(text, next(text, false)().values)
  })
  const owner = postgres.owner(database)
  const arrayCase = (id: string, title: string, text: string, hot: boolean): Case => {
    const rate = repeated(owner, 1, BULK_SIZE, next(text, hot))
    const sample = async ({ seconds, warm_seconds }: Timing) => {
      const found = await rate(seconds, warm_seconds)
      return { ...plainSample(found), breaches: await crooked(postgres, database) }
    }
    const full = `${title}, ${BULK_SIZE} rows, ${hot ? 'one account' : `${ACCOUNTS} accounts`}`
    return { id, title: full, unit: 'rows/s', sample }
  }
  return [
    arrayCase('arrays.spread', 'bare array statement', moving, false),
    arrayCase('arrays.hot', 'bare array statement', moving, true),
    arrayCase('told-arrays.spread', 'array statement with balances', telling, false),
    arrayCase('told-arrays.hot', 'array statement with balances', telling, true),
  ]
}

/** The reference has to conserve as well, or its rate is worth nothing. */
async function crooked(postgres: Postgres, database: string): Promise<string[]> {
  const text = `
    select (select sum(1e15 - balance) from bare_balances)
      = (select sum(amount) from bare_entries) + (select sum(amount) from told_entries) as ok`
  const { rows } = await postgres.run(database, (client) => client.query<{ ok: boolean }>(text))
  return rows[0]?.ok ? [] : ['the balances of the array statements differ from their entries']
}
