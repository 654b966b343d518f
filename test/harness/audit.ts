import pg from 'pg'
import { expect, inject } from 'vitest'
import {
  type ConnectionConfig,
  connectionsOfOwner,
  toUrl,
} from '../../src/store/session/connection-config.ts'
import { verify } from '../../src/store/verify/verify.ts'
import { afterFile } from './after-file.ts'
import type { KeyedLoad } from './keyed-load.ts'
import { runScrip } from './server.ts'

const pools = new Map<string, pg.Pool>()

/** For a database of the run's own PostgreSQL: connections that are kept until the test file is over. */
function poolOf(owner: ConnectionConfig): pg.Pool {
  const name = String(owner.database)
  const known = pools.get(name)
  if (known) return known
  const pool = new pg.Pool({ ...owner, allowExitOnIdle: true })
  pool.on('error', () => {})
  pools.set(name, pool)
  afterFile(() => {
    pools.delete(name)
    return pool.end()
  })
  return pool
}

/** Runs SQL as the owner, on a connection that nobody else uses at that time. */
export async function sqlAt<R extends pg.QueryResultRow>(
  owner: ConnectionConfig,
  text: string,
  values: unknown[] = [],
): Promise<R[]> {
  if (owner.host === inject('owner').host) return (await poolOf(owner).query<R>(text, values)).rows
  const client = new pg.Client(owner)
  // Its server may end while nothing is asked of it; whoever asks is told by the query.
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<R>(text, values)).rows
  } finally {
    await client.end()
  }
}

/**
 * Compares what the clients were told with what the ledger has: each answered debit is there once and under the id
 * that was answered, none is there that was not asked for, and those that were never answered are there at most once.
 */
export async function auditLoad(owner: ConnectionConfig, load: KeyedLoad): Promise<void> {
  const rows = await sqlAt<{
    key: string
    id: string
    account: string
    refused: string | null
    burned: string
  }>(
    owner,
    `select d.key, d.debit_id as id, d.account_id as account, d.refused,
       (select coalesce(sum(e.amount_micro), 0) from entries e
        where e.account_id = d.account_id and e.cause_id = d.debit_id
          and e.from_book = 'wallet' and e.to_book = 'consumed')::text as burned
     from debits d where starts_with(d.key, $1)`,
    [load.name],
  )
  const found = new Map<string, (typeof rows)[number]>()
  const wrong: string[] = []
  for (const row of rows) {
    if (found.has(row.key)) wrong.push(`${row.key} is there twice`)
    if (row.burned !== (row.refused === null ? '1000000' : '0')) wrong.push(`${row.key} burned ${row.burned}`)
    found.set(row.key, row)
  }
  for (const { key, account, id, refused } of load.debits) {
    const row = found.get(key)
    found.delete(key)
    if (id !== null && row?.id !== id) wrong.push(`${key} was answered as ${id} and is ${row?.id}`)
    if (id !== null && row?.refused) wrong.push(`${key} was answered and is refused`)
    if (refused !== null && row && row.refused !== refused)
      wrong.push(`${key} was refused as ${refused} and is ${row.refused}`)
    if (row && row.account !== account) wrong.push(`${key} is in the account ${row.account}`)
  }
  for (const key of found.keys()) wrong.push(`${key} was never asked for`)
  expect(wrong.slice(0, 10)).toEqual([])
}

/** What every ledger must be, whatever happened to it: one row for each breach. */
const breaches = `
  with books as (
    select account_id, credit_type,
      sum(case when to_book = 'wallet' then amount_micro when from_book = 'wallet' then -amount_micro else 0 end) as available,
      sum(case when to_book = 'held' then amount_micro when from_book = 'held' then -amount_micro else 0 end) as held,
      sum(case when to_book = 'issued' then amount_micro when from_book = 'issued' then -amount_micro else 0 end) as issued,
      count(*) as entries, max(seq) as seq
    from entries group by 1, 2
  ), lots as (
    select account_id, credit_type, sum(amount_micro) as amount,
      sum(case when state = 'scheduled' then 0 else remaining_micro end) as remaining, sum(held_micro) as held
    from grants group by 1, 2
  )
  select 'a wallet is not what its entries and grants say' as breach, w.account_id, w.credit_type
  from wallets w left join books b using (account_id, credit_type) left join lots l using (account_id, credit_type)
  where w.available_micro <> coalesce(b.available, 0) or w.held_micro <> coalesce(b.held, 0)
    or w.available_micro <> coalesce(l.remaining, 0) or w.held_micro <> coalesce(l.held, 0)
    or w.seq <> coalesce(b.seq, 0) or w.seq <> coalesce(b.entries, 0)
  union all
  select 'a hold is not what its grants hold', w.account_id, w.credit_type from wallets w
  where w.held_micro <> (select coalesce(sum(h.amount_micro), 0) from holds h
    where h.account_id = w.account_id and h.credit_type = w.credit_type and h.status = 'open')
    + (select coalesce(sum(g.frozen_micro), 0) from grants g
    where g.account_id = w.account_id and g.credit_type = w.credit_type)
  union all
  select 'entries without a wallet', b.account_id, b.credit_type from books b
  where not exists (select from wallets w where w.account_id = b.account_id and w.credit_type = b.credit_type)
  union all
  select 'a debit is not what its entries burned', d.account_id, d.debit_id from debits d
  where d.refused is null and d.amount_micro <> (select coalesce(sum(e.amount_micro), 0) from entries e
    where e.account_id = d.account_id and e.cause_id = d.debit_id and e.to_book = 'consumed')`

/** Proves the ledger by SQL of its own and by what `scrip verify` runs. */
export async function auditLedger(owner: ConnectionConfig): Promise<void> {
  expect(await sqlAt(owner, breaches)).toEqual([])
  const { breaches: found } = await verify(connectionsOfOwner(owner).server, { now: Date.now() })
  expect(found).toEqual([])
}

/** The same by the command itself, in a process of its own. */
export async function auditByCommand(owner: ConnectionConfig): Promise<void> {
  const { exited, output } = runScrip(['verify'], { DATABASE_URL: toUrl(owner) })
  expect([await exited, output.stderr]).toEqual([{ code: 0, signal: null }, ''])
  expect(output.stdout).toContain('Everything holds.')
}

export async function audit(owner: ConnectionConfig, load: KeyedLoad): Promise<void> {
  await auditLoad(owner, load)
  await auditLedger(owner)
}
