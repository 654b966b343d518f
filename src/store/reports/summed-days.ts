import type pg from 'pg'
import { type GoOn, toTheEnd } from '../../core/go-on.ts'
import type { Instant } from '../../core/instant.ts'
import { rowsOf, type Session, timestamp } from '../session/session.ts'
import { Statements } from '../session/statements.ts'
import { inTransaction } from '../session/transaction.ts'
import { noteLooked, type Unsummed, unsummedWallets, whereToLook } from './unsummed-wallets.ts'

/** So many wallets are looked at, and so many entries are summed, in one transaction. */
export interface AtOnce {
  readonly wallets: number
  readonly entries: number
}

/** Few entries, so that whoever waits for the same cores waits for no more than their sum. */
const USUALLY: AtOnce = { wallets: 20_000, entries: 3_000 }

/** Up to when everything that was written has been summed. */
const MARK = 'summed_days'

/** A part of a wallet's entries: those after one, up to and with another. */
interface Part {
  readonly account_id: string
  readonly credit_type: string
  readonly after: bigint
  readonly to: bigint
}

/** Whoever has this row is the only one who sums; what others summed before is seen by every statement after it. */
const begin = 'select 1 from marks where name = $1 for update'

const marks = `
  select k.account_id, k.credit_type, k.to_seq as seq, coalesce(s.seq, 0)::bigint as summed
  from unnest($1::text[], $2::text[], $3::bigint[]) as k (account_id, credit_type, to_seq)
  left join summed_wallets s using (account_id, credit_type)`

/**
 * What the parts sum to. An entry counts on the day of its own time; one that is dated ahead, in an account whose clock
 * is, on the present day. With `offset 0` every look-up is by key, whatever the statistics say.
 */
const sums = `
  select e.credit_type, ((least(e.at, $5::timestamptz) at time zone 'UTC')::date)::text as day, e.kind::text as kind,
    coalesce(g.source, '') as source, e.from_book::text as from_book, e.to_book::text as to_book,
    sum(e.amount_micro)::text as amount_micro, count(*) as entries
  from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) as k (account_id, credit_type, after_seq, to_seq)
  cross join lateral (
    select e.* from entries e
    where e.account_id = k.account_id and e.credit_type = k.credit_type and e.seq > k.after_seq and e.seq <= k.to_seq
    offset 0
  ) e
  left join lateral (
    select g.source from grants g
    where e.kind = 'grant' and g.account_id = e.account_id and g.grant_id = e.grant_id offset 0
  ) g on true
  group by 1, 2, 3, 4, 5, 6`

const addDays = `
  insert into ledger_days as known (credit_type, day, kind, source, from_book, to_book, amount_micro, entries)
  select * from unnest($1::text[], $2::date[], $3::entry_kind[], $4::text[], $5::book[], $6::book[], $7::numeric[],
    $8::bigint[])
  on conflict (credit_type, day, kind, source, from_book, to_book) do update
    set amount_micro = known.amount_micro + excluded.amount_micro, entries = known.entries + excluded.entries`

const mark = `
  insert into summed_wallets (account_id, credit_type, seq)
  select * from unnest($1::text[], $2::text[], $3::bigint[])
  on conflict (account_id, credit_type) do update set seq = excluded.seq`

interface Sum {
  readonly credit_type: string
  readonly day: string
  readonly kind: string
  readonly source: string
  readonly from_book: string
  readonly to_book: string
  readonly amount_micro: string
  readonly entries: bigint
}

/**
 * Sums what was written since into the days, some wallets and some entries at a time, so that no transaction is long
 * whatever waits. The sums and the marks up to where they reach are one transaction: each entry is counted once.
 */
export async function sumDays(
  pool: pg.Pool,
  now: Instant,
  at_once: AtOnce = USUALLY,
  goOn: GoOn = toTheEnd,
): Promise<number> {
  const statements = new Statements(pool)
  await statements.query(
    'insert into marks (name, at) values ($1, to_timestamp(0)) on conflict (name) do nothing',
    [MARK],
  )
  const look = await whereToLook(statements, now)
  // What is written while this goes on is dated later than when it began.
  const began = performance.now()
  const present = () => now + Math.floor(performance.now() - began)
  let total = 0
  for await (const waiting of unsummedWallets(pool, look.since, at_once.wallets)) {
    for (let rest = waiting; rest.length > 0; ) {
      // What is left is still behind its marks, and found by the next one that looks.
      if (!(await goOn())) return total
      const some = rest.slice(0, enough(rest, at_once.entries))
      const summed = await inTransaction(pool, (client) => sumSome(client, some, at_once.entries, present()))
      total += summed.entries
      rest = rest.slice(summed.wallets)
    }
  }
  await noteLooked(statements, look, now)
  // Whatever was there when this began is in the days now.
  await statements.query('update marks set at = $2 where name = $1 and at < $2', [MARK, timestamp(now)])
  return total
}

/** How many of the wallets have so many entries together. */
function enough(waiting: readonly Unsummed[], most: number): number {
  let found = 0n
  const last = waiting.findIndex(({ seq, summed }) => {
    found += seq - summed
    return found >= most
  })
  return last < 0 ? waiting.length : last + 1
}

/** Answers how many entries it summed, and with how many of the wallets it is done. */
async function sumSome(
  client: pg.ClientBase,
  waiting: readonly Unsummed[],
  most: number,
  now: Instant,
): Promise<{ entries: number; wallets: number }> {
  await client.query('set local enable_seqscan = off')
  await client.query(begin, [MARK])
  const { parts, wallets } = partsOf(await marked(client, waiting), most)
  if (parts.length === 0) return { entries: 0, wallets }
  const [accounts, types] = [
    parts.map(({ account_id }) => account_id),
    parts.map(({ credit_type }) => credit_type),
  ]
  const ends = parts.map(({ to }) => to)
  const days: Sum[] = await rowsOf(client, sums, [
    accounts,
    types,
    parts.map(({ after }) => after),
    ends,
    timestamp(now),
  ])
  await client.query(addDays, [
    days.map(({ credit_type }) => credit_type),
    days.map(({ day }) => day),
    days.map(({ kind }) => kind),
    days.map(({ source }) => source),
    days.map(({ from_book }) => from_book),
    days.map(({ to_book }) => to_book),
    days.map(({ amount_micro }) => amount_micro),
    days.map(({ entries }) => entries),
  ])
  await client.query(mark, [accounts, types, ends])
  const expected = parts.reduce((sum, { after, to }) => sum + to - after, 0n)
  const entries = days.reduce((sum, one) => sum + one.entries, 0n)
  if (entries !== expected)
    throw new Error(`${entries} entries were summed where ${expected} wait: a wallet's numbers have a gap`)
  return { entries: Number(entries), wallets }
}

/** The wallets again in their order, with what others have summed of them meanwhile. */
async function marked(session: Session, waiting: readonly Unsummed[]): Promise<readonly Unsummed[]> {
  const rows = await rowsOf<Unsummed>(session, marks, [
    waiting.map(({ account_id }) => account_id),
    waiting.map(({ credit_type }) => credit_type),
    waiting.map(({ seq }) => seq),
  ])
  const found = new Map(rows.map((row) => [`${row.account_id} ${row.credit_type}`, row]))
  return waiting.flatMap(({ account_id, credit_type }) => found.get(`${account_id} ${credit_type}`) ?? [])
}

/** As many as are summed at once; a wallet with more comes again. */
function partsOf(waiting: readonly Unsummed[], most: number): { parts: Part[]; wallets: number } {
  const parts: Part[] = []
  let room = BigInt(most)
  let wallets = 0
  for (const { account_id, credit_type, seq, summed } of waiting) {
    if (room === 0n) break
    const take = seq - summed < room ? seq - summed : room
    if (take > 0n) parts.push({ account_id, credit_type, after: summed, to: summed + take })
    if (summed + take < seq) break
    room -= take
    wallets += 1
  }
  return { parts, wallets }
}
