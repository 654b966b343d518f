import type { Instant } from '../../core/instant.ts'
import { type Days, dayText, parseDay } from '../../core/reports/day.ts'
import type { OverviewFacts, TakenInDay } from '../../core/reports/overview.ts'
import type { Row } from '../session/connection.ts'
import type { Query, Reader } from '../session/reader.ts'
import { timestamp } from '../session/session.ts'

/** What is asked for and not answered for so long is worth a look. */
const UNCERTAIN_MS = 60_000

const into = (book: string): string =>
  `coalesce(sum(case '${book}'::book when to_book then amount_micro when from_book then -amount_micro end), 0)`

/** What is in a wallet, held or not, is what can still be used. */
const change = `coalesce(sum(case when to_book in ('wallet', 'held') then amount_micro else 0 end
  - case when from_book in ('wallet', 'held') then amount_micro else 0 end), 0)`

export const moved = `
  select credit_type, day::text,
    coalesce(sum(amount_micro) filter (where kind = 'grant' and source = 'purchase'), 0)::text,
    coalesce(sum(amount_micro) filter (where kind = 'grant' and source <> 'purchase'), 0)::text,
    ${into('consumed')}::text, ${into('expired')}::text, ${into('revoked')}::text, ${change}::text
  from ledger_days where day between $1::date and $2::date
  group by credit_type, day`

export const before = `
  select credit_type, ${change}::text from ledger_days where day < $1::date group by credit_type`

export const standings = `
  select t.credit_type, coalesce(w.left, 0)::text, coalesce(w.held, 0)::text, coalesce(w.debt, 0)::text,
    coalesce(w.accounts, 0)::integer
  from credit_types t
  left join (
    select credit_type, sum(available_micro + held_micro) as left, sum(held_micro) as held, sum(debt_micro) as debt,
      count(*) filter (where available_micro > 0 or held_micro > 0) as accounts
    from wallets group by credit_type
  ) w using (credit_type)
  order by t.credit_type`

/** What was paid out of a commitment moved no money: that came when the account committed to it. */
export const gross = `
  select credit_type, currency, paid_on::text, sum(coalesce(total_minor, price_minor))::text
  from purchases where paid_on between $1::date and $2::date and paying_by <> 'commitment'
  group by paid_on, credit_type, currency`

export const refunded = `
  select p.credit_type, p.currency, r.day::text, sum(r.amount_minor)::text
  from purchases p
  cross join lateral (
    select (to_timestamp((f ->> 'created_at')::bigint / 1000.0) at time zone 'UTC')::date as day,
      (f ->> 'amount_minor')::numeric as amount_minor
    from jsonb_array_elements(p.facts::jsonb -> 'refunds') f where f ->> 'status' in ('succeeded', 'pending')
  ) r
  where p.refunded_on >= $1::date and r.day between $1::date and $2::date and p.paying_by <> 'commitment'
  group by 1, 2, 3`

export const attention = `
  select
    (select count(*) from purchases where state = 'disputed')::integer,
    (select count(*) from subscriptions where status = 'past_due')::integer,
    (select count(*) from purchases where state in ('pending', 'charging') and created_at < $1)::integer
      + (select count(*) from refunds where closed_at is null and created_at < $1)::integer`

export async function readSummedAt(query: Query): Promise<Instant | null> {
  const [row] = await query(`select at from marks where name = 'summed_days' and at > to_timestamp(0)`)
  return (row?.[0] as Instant | undefined) ?? null
}

/** All of one moment, so that the numbers fit together. */
export const readOverview = (reader: Reader, days: Days, now: Instant): Promise<OverviewFacts> =>
  reader.snapshot(async (query) => {
    const dates = [dayText(days.from), dayText(days.to)]
    const [[disputed, past_due, uncertain] = []] = (await query(attention, [
      timestamp(now - UNCERTAIN_MS),
    ])) as number[][]
    return {
      as_of: await readSummedAt(query),
      standings: (await query(standings)).map(standingFrom),
      before: new Map(
        (await query(before, dates.slice(0, 1))).map(([type, sum]) => [type as string, micro(sum)]),
      ),
      moved: (await query(moved, dates)).map(movedFrom),
      taken: takenFrom(await query(gross, dates), await query(refunded, dates)),
      attention: { disputed: disputed ?? 0, past_due: past_due ?? 0, uncertain: uncertain ?? 0 },
    }
  })

const micro = (sum: unknown): bigint => BigInt(sum as string)
const dayFrom = (text: unknown): number => parseDay(text as string) as number

const standingFrom = ([credit_type, left, held, debt, accounts]: Row) => ({
  credit_type: credit_type as string,
  outstanding_micro: micro(left),
  held_micro: micro(held),
  debt_micro: micro(debt),
  accounts: accounts as number,
})

const movedFrom = ([credit_type, day, sold, granted, burned, expired, revoked, changed]: Row) => ({
  credit_type: credit_type as string,
  day: dayFrom(day),
  sold_micro: micro(sold),
  granted_micro: micro(granted),
  burned_micro: micro(burned),
  expired_micro: micro(expired),
  revoked_micro: micro(revoked),
  change_micro: micro(changed),
})

function takenFrom(paid: readonly Row[], back: readonly Row[]): OverviewFacts['taken'] {
  const found = new Map<string, { -readonly [K in keyof TakenInDay]: TakenInDay[K] }>()
  const of = ([credit_type, currency, day]: Row) => {
    const name = `${credit_type} ${currency} ${day}`
    const known = found.get(name) ?? {
      credit_type: credit_type as string,
      currency: currency as string,
      day: dayFrom(day),
      gross_minor: 0n,
      refunded_minor: 0n,
    }
    found.set(name, known)
    return known
  }
  for (const row of paid) of(row).gross_minor = micro(row[3])
  for (const row of back) of(row).refunded_minor = micro(row[3])
  return [...found.values()]
}
