import type { Instant } from '../../core/instant.ts'
import { type Balance, balanceOf, expiringNext } from '../../core/ledger/balance.ts'
import type { Grant } from '../../core/ledger/grant.ts'
import type { Wallet } from '../../core/ledger/wallet.ts'
import type { Reader } from '../session/reader.ts'
import { readWhole } from './balances.ts'
import { GRANT_WIDTH, grantColumns, grantFrom } from './rows.ts'

/** The balance at a moment in the past: the last entry by then says what the books were. */
export async function balanceInThePast(
  reader: Reader,
  account: string,
  credit_type: string,
  as_of: Instant,
): Promise<Balance | null> {
  const whole = await reader.snapshot((query) => readWhole(query, account, credit_type))
  if (!whole) return null
  if (as_of >= whole.at) {
    // No entry has come since, but a purchase that starts later may have moved the bucket.
    for (const [grant, expires_at] of await movedLater(reader, whole, as_of))
      Object.assign(whole.grants.get(grant) ?? {}, { expires_at })
    return balanceOf(whole, as_of)
  }
  const { seq, ...books } = await lastEntryBy(reader, whole, as_of)
  const expiring_next = expiringNext(await expiringAfter(reader, whole, seq, as_of))
  return { account, credit_type, ...books, expiring_next, as_of }
}

/**
 * A wallet's entries are in the order of their time and numbered without gaps, so the last one by then is found by halving.
 * Each is looked up by itself: joined, every step would read the whole wallet.
 */
async function lastEntryBy(reader: Reader, { account, credit_type, seq: newest }: Wallet, at: Instant) {
  const [row] = await reader.query(
    `with recursive halving (low, high) as (
       select 0::bigint, $4::bigint
       union all
       select case when e.at <= $3 then m.middle else h.low end, case when e.at <= $3 then h.high else m.middle - 1 end
       from halving h
       cross join lateral (select (h.low + h.high + 1) / 2 as middle) m
       cross join lateral (
         select e.at from entries e where e.account_id = $1 and e.credit_type = $2 and e.seq = m.middle offset 0
       ) e
       where h.low < h.high
     )
     select e.* from halving h
     cross join lateral (
       select e.seq, e.available_micro, e.held_micro, e.debt_micro
       from entries e where e.account_id = $1 and e.credit_type = $2 and e.seq = h.low offset 0
     ) e
     where h.low = h.high`,
    [account, credit_type, new Date(at).toISOString(), newest],
  )
  const [seq = 0n, available_micro = 0n, held_micro = 0n, debt_micro = 0n] = (row ?? []) as bigint[]
  return { seq, available_micro, held_micro, debt_micro }
}

/**
 * What could still expire after an entry: what each such grant had left, and when it was to expire as far as was known
 * by `as_of`. No entry of theirs is older than the oldest of them, so the wallet's history before isn't read.
 */
async function expiringAfter(reader: Reader, wallet: Wallet, seq: bigint, as_of: Instant): Promise<Grant[]> {
  const of = [wallet.account, wallet.credit_type]
  const [found] = await reader.query(
    `select min(g.created_at) from grants g
     where g.account_id = $1 and g.credit_type = $2 and g.expires_at > $3 and g.created_at <= $3`,
    [...of, new Date(as_of).toISOString()],
  )
  const oldest = found?.[0] as Instant | null
  if (oldest === null) return []
  const before = await lastEntryBy(reader, wallet, oldest - 1)
  const rows = await reader.query(
    `select ${grantColumns('g')}, l.left_micro
     from (
       select e.grant_id, sum(case when e.to_book = 'wallet' then e.amount_micro else 0 end
         - case when e.from_book = 'wallet' then e.amount_micro else 0 end)::bigint as left_micro
       from entries e
       where e.account_id = $1 and e.credit_type = $2 and e.seq > $3 and e.seq <= $4
       group by e.grant_id
     ) l
     join grants g on g.account_id = $1 and g.grant_id = l.grant_id
     where l.left_micro > 0 and g.expires_at > $5`,
    [...of, before.seq, seq, new Date(as_of).toISOString()],
  )
  const moved = await movedLater(reader, wallet, as_of)
  return rows.map((row) => {
    const grant = grantFrom(row)
    const remaining_micro = row[GRANT_WIDTH] as bigint
    return { ...grant, state: 'open', remaining_micro, expires_at: moved.get(grant.id) ?? grant.expires_at }
  })
}

/** The grants whose expiry was moved after `as_of`, with what it was before. Moves only ever go later. */
async function movedLater(reader: Reader, wallet: Wallet, as_of: Instant): Promise<Map<string, Instant>> {
  const rows = await reader.query(
    `select m.grant_id, min(m.from_expires_at) from expiry_moves m
     join grants g using (account_id, grant_id)
     where m.account_id = $1 and g.credit_type = $2 and m.at > $3 group by m.grant_id`,
    [wallet.account, wallet.credit_type, new Date(as_of).toISOString()],
  )
  return new Map(rows as [string, Instant][])
}
