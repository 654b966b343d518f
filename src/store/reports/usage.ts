import { DAY_MS, parseDay } from '../../core/reports/day.ts'
import type { UsageRequest, UsedInDay } from '../../core/reports/usage.ts'
import { longRowsOf, type Session, timestamp } from '../session/session.ts'

/** A wallet may have burned millions of times in so many days. */
const WITHIN_MS = 20_000

const COLUMNS = { member: 'd.member_id', project: 'd.project_id', feature: 'd.feature_id' } as const

/** How many of a wallet's entries are earlier than the moment: they are in the order of their time, so by halving. */
const entriesBefore = (name: string, moment: string): string => `
  ${name} (low, high) as (
    select 0::bigint, coalesce((select seq from wallets where account_id = $1 and credit_type = $2), 0)
    union all
    select case when e.at < ${moment} then m.middle else h.low end, case when e.at < ${moment} then h.high else m.middle - 1 end
    from ${name} h
    cross join lateral (select (h.low + h.high + 1) / 2 as middle) m
    cross join lateral (
      select e.at from entries e where e.account_id = $1 and e.credit_type = $2 and e.seq = m.middle offset 0
    ) e
    where h.low < h.high
  )`

/**
 * The ids between which all debits and reversals of those days lie. An id says when it was minted, and its debit may
 * have been made any time later; so the ids are asked of the entries, whose time is what counts.
 */
export const idsOfUsage = `
  with recursive ${entriesBefore('before_first', '$3::timestamptz')}, ${entriesBefore('before_next', '$4::timestamptz')}
  select min(e.cause_id) filter (where e.kind <> 'reversal') as first_debit,
    max(e.cause_id) filter (where e.kind <> 'reversal') as last_debit,
    min(e.cause_id) filter (where e.kind = 'reversal') as first_reversal,
    max(e.cause_id) filter (where e.kind = 'reversal') as last_reversal
  from entries e
  where e.account_id = $1 and e.credit_type = $2
    and e.seq > (select low from before_first where low = high)
    and e.seq <= (select low from before_next where low = high)
    and e.kind in ('debit', 'capture', 'reversal')`

const dayOf = (column: string): string => `((${column} at time zone 'UTC')::date)::text`

export const usageOf = (by: UsageRequest['by']): string => {
  const group = by === null ? 'null::text' : COLUMNS[by]
  return `
  select day, "group", sum(burned)::text as burned, sum(reversed)::text as reversed, sum(debits)::integer as debits
  from (
    select ${dayOf('d.at')} as day, ${group} as "group", sum(d.amount_micro) as burned, 0 as reversed, count(*) as debits
    from debits d
    where d.account_id = $1 and d.debit_id between $5 and $6 and d.credit_type = $2 and d.refused is null
      and d.at >= $3 and d.at < $4 and ($9::text is null or d.member_id = $9)
    group by 1, 2
    union all
    select ${dayOf('r.at')}, ${group}, 0, sum(r.amount_micro), 0
    from reversals r join debits d using (account_id, debit_id)
    where r.account_id = $1 and r.reversal_id between $7 and $8 and d.credit_type = $2 and r.at >= $3 and r.at < $4
      and ($9::text is null or d.member_id = $9)
    group by 1, 2
  ) u
  group by 1, 2 order by 1, 2 nulls last`
}

interface Row {
  readonly day: string
  readonly group: string | null
  readonly burned: string
  readonly reversed: string
  readonly debits: number
}

interface Ids {
  readonly first_debit: string | null
  readonly last_debit: string | null
  readonly first_reversal: string | null
  readonly last_reversal: string | null
}

/** What a wallet burned day by day, at the cost of those days alone. */
export async function readUsage(
  session: Session,
  account: string,
  { credit_type, from, to, by, member }: UsageRequest,
): Promise<readonly UsedInDay[]> {
  const values = [account, credit_type, timestamp(from), timestamp(to + DAY_MS)]
  const [ids] = await longRowsOf<Ids>(session, idsOfUsage, values, WITHIN_MS)
  const { first_debit, last_debit, first_reversal, last_reversal } = ids as Ids
  if (first_debit === null && first_reversal === null) return []
  const rows = await longRowsOf<Row>(
    session,
    usageOf(by),
    [...values, first_debit, last_debit, first_reversal, last_reversal, member],
    WITHIN_MS,
  )
  return rows.map(({ day, group, burned, reversed, debits }) => ({
    day: parseDay(day) as number,
    group,
    burned_micro: BigInt(burned),
    reversed_micro: BigInt(reversed),
    debits,
  }))
}
