import type pg from 'pg'
import type { Tally } from './load/plan.ts'
import { CREDIT_TYPE, DEBIT_MICRO } from './load/requests.ts'

/** Where the wallets stood before a measurement. */
export interface Standing {
  readonly accounts: string[]
  readonly seqs: string[]
  readonly available: string[]
}

export async function standing(client: pg.Client, accounts: readonly string[]): Promise<Standing> {
  const { rows } = await client.query<{ account_id: string; seq: string; available_micro: string }>(
    'select account_id, seq, available_micro from wallets where credit_type = $1 and account_id = any($2)',
    [CREDIT_TYPE, accounts],
  )
  return {
    accounts: rows.map((row) => row.account_id),
    seqs: rows.map((row) => row.seq),
    available: rows.map((row) => row.available_micro),
  }
}

/** The entries since then and what the wallets lost meanwhile, which has to be the same. */
const movement = `
  with before as (select * from unnest($2::text[], $3::bigint[], $4::bigint[]) as b (account_id, seq, available))
  select
    coalesce(sum(w.seq - b.seq), 0)::text as steps,
    coalesce(sum(b.available - w.available_micro), 0)::text as lost,
    coalesce(sum(e.entries), 0)::text as entries,
    coalesce(sum(e.consumed), 0)::text as consumed,
    count(*) filter (where b.available - w.available_micro <> e.consumed)::text as crooked
  from before b
  join wallets w on w.account_id = b.account_id and w.credit_type = $1
  cross join lateral (
    select count(*) as entries,
      coalesce(sum(e.amount_micro) filter (where e.from_book = 'wallet' and e.to_book = 'consumed'), 0) as consumed
    from entries e
    where e.account_id = b.account_id and e.credit_type = $1 and e.seq > b.seq
  ) e`

/**
 * Compares what was answered with what is in the ledger: every debit that was answered with success is consumed once,
 * and nothing else is, save requests whose connection broke, of which nobody knows. Says what does not add up.
 */
export async function breaches(
  client: pg.Client,
  before: Standing,
  whole: Tally,
  units: number,
): Promise<string[]> {
  const { rows } = await client.query<Record<'steps' | 'lost' | 'entries' | 'consumed' | 'crooked', string>>(
    movement,
    [CREDIT_TYPE, before.accounts, before.seqs, before.available],
  )
  const { steps = '0', lost = '0', entries = '0', consumed = '0', crooked = '0' } = rows[0] ?? {}
  const found: string[] = []
  const least = BigInt(whole.ok) * DEBIT_MICRO
  const most = least + BigInt((whole.dropped + whole.failed) * units) * DEBIT_MICRO
  const got = BigInt(consumed)
  if (got < least) found.push(`${least} micro-credits were answered as debited and ${got} are in the entries`)
  if (got > most) found.push(`${got} micro-credits are in the entries and at most ${most} may be`)
  if (lost !== consumed) found.push(`the wallets lost ${lost} micro-credits and the entries say ${consumed}`)
  if (crooked !== '0') found.push(`${crooked} wallets differ from their entries`)
  if (steps !== entries) found.push(`the wallets count ${steps} new entries and ${entries} are there`)
  return found
}

/** The books of a whole ledger, which sum to zero, and its wallets, which hold what the books say. */
const books = `
  select
    (select coalesce(sum(available_micro + held_micro - debt_micro), 0) from wallets)::text as wallets,
    (select coalesce(sum(remaining_micro + held_micro), 0) from grants where state <> 'scheduled')::text as grants,
    coalesce(sum(case when to_book in ('wallet', 'held') then amount_micro else 0 end)
      - sum(case when from_book in ('wallet', 'held') then amount_micro else 0 end), 0)::text as entries
  from entries`

export async function wholeBreaches(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<Record<'wallets' | 'grants' | 'entries', string>>(books)
  const { wallets, grants, entries } = rows[0] ?? {}
  if (wallets === grants && grants === entries) return []
  return [`the wallets hold ${wallets}, the grants ${grants} and the entries say ${entries}`]
}
