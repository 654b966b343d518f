import type { CapSubject } from '../../core/caps/cap.ts'

/** The columns by which debits and holds name the subjects of caps. */
const SUBJECT_COLUMN: Record<CapSubject, string> = {
  account: 'account_id',
  member: 'member_id',
  project: 'project_id',
  key: 'api_key',
}

/** How far each wallet of the account was written as the statement saw it. */
const seqs = `
  select coalesce(json_object_agg(credit_type, seq::text), '{}')::text as seqs from wallets where account_id = $1`

/** Everyone whom it is asked for: the one subject, or every member. */
const subjects = `
  select $2::text as subject_id where $2::text is not null
  union all
  select member_id from members where account_id = $1 and $2::text is null`

const worth = (amount: string): string =>
  `div(${amount}::numeric * coalesce(unit_price_micro, 0) + 500000, 1000000)`

const begins = "$3::timestamptz - interval '5 minutes'"

/**
 * The id of the first debit since `$3`. A wallet's entries are in the order of their time, so where they begin is found
 * by halving; ids are minted before, so which is the first must be asked of the entries. A debit within a hold burned
 * when that was made, which is earlier than its entries; one that came late to a day counts in it and has entries of the
 * day before, but not by more than servers' clocks may differ. A test clock moves by any time at once, so that what comes
 * late by it may have any id.
 */
const firstDebit = `
  recursive halves (credit_type, low, high) as (
    select credit_type, 0::bigint, seq from wallets where account_id = $1
    union all
    select h.credit_type, case when e.at < ${begins} then m.middle else h.low end,
      case when e.at < ${begins} then h.high else m.middle - 1 end
    from halves h
    cross join lateral (select (h.low + h.high + 1) / 2 as middle) m
    cross join lateral (
      select e.at from entries e where e.account_id = $1 and e.credit_type = h.credit_type and e.seq = m.middle offset 0
    ) e
    where h.low < h.high
  ),
  first_debit as (
    select case when (select ahead_ms from accounts where account_id = $1) > 0 then '' else min(e.cause_id) end as id
    from halves h
    cross join lateral (
      select e.cause_id from entries e
      where e.account_id = $1 and e.credit_type = h.credit_type and e.seq > h.low and e.kind in ('debit', 'capture')
      offset 0
    ) e
    where h.low = h.high
  ),`

/**
 * A row for everyone whom it is asked for, of zero where nothing was burned, so that a counter tells since when it
 * counts. What pays a purchase is no usage: its key is that purchase's id. What was captured within a hold burned when
 * that was made: that is when the counters counted it. `isBounded` looks at no debit of before: for a cap that counts a
 * day or a month.
 */
export const burnedSince = (subject: CapSubject, isBounded: boolean): string => `
  with ${isBounded ? firstDebit : ''}
  burned as (
    select ${SUBJECT_COLUMN[subject]} as subject_id, amount_micro - reversed_micro as amount_micro, unit_price_micro
    from debits where account_id = $1 and refused is null and coalesce(counted_at, at) >= $3
      and key <> 'pur_' || substr(debit_id, 5)
      ${isBounded ? 'and debit_id >= (select id from first_debit)' : ''}
    union all
    select ${SUBJECT_COLUMN[subject]}, amount_micro, unit_price_micro
    from holds where account_id = $1 and status = 'open' and coalesce(counted_at, created_at) >= $3
  ),
  sums as (
    select s.subject_id, coalesce(sum(amount_micro), 0)::text as credits_micro,
      coalesce(sum(${worth('amount_micro')}), 0)::text as money_micro
    from (${subjects}) s left join burned using (subject_id) group by s.subject_id
  )
  select u.seqs, s.* from (${seqs}) u left join sums s on true`

/**
 * What the entries after the given ones have added to it, or taken from it: debits and holds that are new, debits that
 * were reversed and holds that ended since. All of these show in entries.
 */
export const burnedAfter = (subject: CapSubject): string => `
  with fresh as (
    select distinct e.kind, e.cause_id
    from wallets w
    left join unnest($4::text[], $5::bigint[]) as k (credit_type, seq) using (credit_type)
    cross join lateral (
      select e.kind, e.cause_id from entries e
      where e.account_id = $1 and e.credit_type = w.credit_type and e.seq > coalesce(k.seq, 0)
        and e.kind in ('debit', 'capture', 'reversal', 'hold', 'release', 'expiry')
      offset 0
    ) e
    where w.account_id = $1
  ),
  made as (
    select d.*, 0 as then_micro from fresh f join debits d on d.account_id = $1 and d.debit_id = f.cause_id
    where f.kind in ('debit', 'capture')
  ),
  undone as (
    select r.debit_id, sum(r.amount_micro) as amount_micro
    from fresh f join reversals r on r.account_id = $1 and r.reversal_id = f.cause_id
    where f.kind = 'reversal' group by r.debit_id
  ),
  debited as (
    select * from made
    union all
    select d.*, d.amount_micro - d.reversed_micro + u.amount_micro
    from undone u join debits d on d.account_id = $1 and d.debit_id = u.debit_id
    where u.debit_id not in (select debit_id from made)
  ),
  opened as (select cause_id as hold_id from fresh where kind = 'hold'),
  ended as (
    select cause_id as hold_id from fresh where kind in ('release', 'expiry')
    union
    select hold_id from made where hold_id is not null
  ),
  changes as (
    select ${SUBJECT_COLUMN[subject]} as subject_id, unit_price_micro, amount_micro - reversed_micro as now_micro,
      then_micro
    from debited where coalesce(counted_at, at) >= $3 and key <> 'pur_' || substr(debit_id, 5)
    union all
    select ${SUBJECT_COLUMN[subject]}, unit_price_micro, amount_micro, 0
    from opened join holds using (hold_id) where account_id = $1 and status = 'open'
      and coalesce(counted_at, created_at) >= $3
    union all
    select ${SUBJECT_COLUMN[subject]}, unit_price_micro, 0, amount_micro
    from ended join holds using (hold_id)
    where account_id = $1 and coalesce(counted_at, created_at) >= $3 and hold_id not in (select hold_id from opened)
  ),
  sums as (
    select s.subject_id, coalesce(sum(now_micro - then_micro), 0)::text as credits_micro,
      coalesce(sum(${worth('now_micro')} - ${worth('then_micro')}), 0)::text as money_micro
    from (${subjects}) s left join changes using (subject_id) group by s.subject_id
  )
  select u.seqs, s.* from (${seqs}) u left join sums s on true`
