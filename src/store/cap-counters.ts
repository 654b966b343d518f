import type { CapSubject, Counter } from '../core/caps/cap.ts'
import type { Burned, Registry } from '../core/ports.ts'
import { rowsOf, type Session, timestamp } from './session.ts'

const columns = `c.account_id as account, c.subject, c.subject_id, c.unit, c.period, c.period_start, c.used_micro`

/** The columns by which debits and holds name the subjects of caps. */
const SUBJECT_COLUMN: Record<CapSubject, string> = {
  account: 'account_id',
  member: 'member_id',
  project: 'project_id',
  key: 'api_key',
}

/** An account may have burned millions of times in the period of a cap. */
const COUNT_WITHIN_MS = 60_000

type CapCounters = Pick<Registry, 'counter' | 'counters' | 'restartCounters' | 'burnedSince'>

export const capCountersOn = (session: Session): CapCounters => ({
  async counter({ account, subject, unit, period }, subject_id) {
    const text = `select ${columns} from cap_counters c
      where account_id = $1 and subject = $2 and subject_id = $3 and unit = $4 and period = $5`
    const rows = await rowsOf<Counter>(session, text, [account, subject, subject_id, unit, period])
    return rows[0] ?? null
  },

  counters: (account) =>
    rowsOf<Counter>(
      session,
      `select ${columns} from caps join cap_counters c using (account_id, subject, subject_id, unit, period)
       where caps.account_id = $1`,
      [account],
    ),

  async restartCounters({ account, subject, unit, period }, subject_id, counters) {
    await session.query(
      `delete from cap_counters
       where account_id = $1 and subject = $2 and unit = $3 and period = $4
         and ($5::text is null or subject_id = $5)`,
      [account, subject, unit, period, subject_id],
    )
    await session.query(
      `insert into cap_counters (account_id, subject, subject_id, unit, period, period_start, used_micro)
       select $1, $2, c.subject_id, $3, $4, c.period_start, c.used_micro
       from unnest($5::text[], $6::timestamptz[], $7::bigint[]) as c (subject_id, period_start, used_micro)`,
      [
        account,
        subject,
        unit,
        period,
        counters.map((counter) => counter.subject_id),
        counters.map((counter) => timestamp(counter.period_start)),
        counters.map((counter) => String(counter.used_micro)),
      ],
    )
  },

  /**
   * A row for everyone whom it is asked for, of zero where nothing was burned, so that a counter tells since when it
   * counts. What pays a purchase is no usage: its key is that purchase's id. What was captured within a hold burned
   * when that was made: that is when the counters counted it. A count beyond a bigint is far beyond any limit, too, so
   * it stops there.
   */
  burnedSince(account, subject, subject_id, since) {
    const column = SUBJECT_COLUMN[subject]
    return rowsOf<Burned>(
      session,
      `with burned as (
         select ${column} as subject_id, amount_micro - reversed_micro as amount_micro, unit_price_micro
         from debits where account_id = $1 and refused is null and coalesce(counted_at, at) >= $3
           and key <> 'pur_' || substr(debit_id, 5)
         union all
         select ${column}, amount_micro, unit_price_micro
         from holds where account_id = $1 and status = 'open' and created_at >= $3
       )
       select s.subject_id, least(coalesce(sum(amount_micro), 0), 9223372036854775807)::bigint as credits_micro,
         least(coalesce(sum(div(amount_micro::numeric * coalesce(unit_price_micro, 0) + 500000, 1000000)), 0),
           9223372036854775807)::bigint as money_micro
       from (
         select $2::text as subject_id where $2::text is not null
         union all
         select member_id from members where account_id = $1 and $2::text is null
       ) s left join burned using (subject_id)
       group by s.subject_id`,
      [account, subject_id, timestamp(since)],
      COUNT_WITHIN_MS,
    )
  },
})
