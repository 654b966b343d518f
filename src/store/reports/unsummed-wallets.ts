import type pg from 'pg'
import type { Instant } from '../../core/instant.ts'
import { rowsOf, type Session, timestamp } from '../session/session.ts'
import { Statements } from '../session/statements.ts'
import { inTransaction } from '../session/transaction.ts'

interface Place {
  readonly account_id: string
  readonly credit_type: string
}

/** A wallet, how many entries it has, and how many of them are summed. */
export interface Unsummed extends Place {
  readonly seq: bigint
  readonly summed: bigint
}

/** What a sum has to look at, and from where on the next one has to. */
export interface Look {
  /** Wallets whose last entry took effect since; null looks at every wallet. */
  readonly since: Instant | null
  readonly next_since: Instant
}

const SINCE = 'summed_since'
const ALL = 'summed_all'

/** A writer's clock may be behind by so much, or its commit late. */
const SLACK_MS = 10 * 60_000
/** Should it have been more, a look at every wallet finds it so soon. */
const ALL_EVERY_MS = 60 * 60_000

/** What has fallen due and is not posted yet is posted under the moment at which it did. */
const oldestDue = `
  select least(
    (select min(next_due_at) from wallets where next_due_at is not null),
    (select min(due_at) from subscriptions where due_at is not null),
    (select min(at) from allotments where done_at is null)) as at`

const found = 'select name, at from marks where name = any($1)'

const put = `
  insert into marks (name, at) select * from unnest($1::text[], $2::timestamptz[])
  on conflict (name) do update set at = excluded.at`

/** To be asked before anything is looked at: whatever is written later took effect at `next_since` or after it. */
export async function whereToLook(session: Session, now: Instant): Promise<Look> {
  const rows = await rowsOf<{ name: string; at: Instant }>(session, found, [[SINCE, ALL]])
  const marks = new Map(rows.map(({ name, at }) => [name, at]))
  const [due] = await rowsOf<{ at: Instant | null }>(session, oldestDue, [])
  const [since, all] = [marks.get(SINCE), marks.get(ALL)]
  const next_since = Math.min(now, due?.at ?? now) - SLACK_MS
  // A clock that was put back says nothing of what was written before.
  const isFresh = all !== undefined && all <= now && now < all + ALL_EVERY_MS
  return { since: isFresh && since !== undefined ? since : null, next_since }
}

export async function noteLooked(session: Session, { since, next_since }: Look, now: Instant): Promise<void> {
  const names = since === null ? [SINCE, ALL] : [SINCE]
  await session.query(put, [names, [next_since, now].slice(0, names.length).map(timestamp)])
}

/**
 * Every wallet knows how many entries it has, so what is new is found by comparing that with how many were summed.
 * Where there may be more wallets, a last row says where they begin, and waits for nothing.
 */
const compared = `
  (select w.account_id, w.credit_type, w.seq, coalesce(s.seq, 0)::bigint as summed
   from w left join lateral (
     select s.seq from summed_wallets s where s.account_id = w.account_id and s.credit_type = w.credit_type offset 0
   ) s on true
   where w.seq > coalesce(s.seq, 0)
   order by w.account_id, w.credit_type)
  union all
  (select w.account_id, w.credit_type, null, null from w order by w.account_id, w.credit_type offset $3 - 1)`

const inOrder = (wallets: string): string => `
  select w.account_id, w.credit_type, w.seq from ${wallets} w where (w.account_id, w.credit_type) > ($1, $2)
  order by w.account_id, w.credit_type limit $3`

const all = `with w as materialized (${inOrder('wallets')}) ${compared}`

export const written = `
  with since as materialized (select account_id, credit_type, seq from wallets where at >= $4),
  w as materialized (${inOrder('since')})
  ${compared}`

/** The pages of an index of moments are no order: nothing but this tells the planner that few of them are wanted. */
export const BY_MOMENT = 'set local enable_seqscan = off; set local enable_indexscan = off'

/** Wallets with entries that are not summed, in the order of their key, so many looked at together. */
export async function* unsummedWallets(
  pool: pg.Pool,
  since: Instant | null,
  together: number,
): AsyncGenerator<readonly Unsummed[]> {
  for (let place: Place | undefined = { account_id: '', credit_type: '' }; place; ) {
    const values: unknown[] = [place.account_id, place.credit_type, together]
    const rows: (Unsummed | (Place & { readonly seq: null }))[] =
      since === null
        ? await rowsOf(new Statements(pool), all, values)
        : await inTransaction(pool, async (client) => {
            await client.query(BY_MOMENT)
            return rowsOf(client, written, [...values, timestamp(since)])
          })
    place = rows.find(({ seq }) => seq === null)
    yield rows.filter((row): row is Unsummed => row.seq !== null)
  }
}
