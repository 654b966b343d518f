import type pg from 'pg'
import type { Instant } from '../../core/instant.ts'
import type { Breaches } from './breaches.ts'

/** The largest number that the column takes: a count stops there. */
const MOST_COUNTED = 9_223_372_036_854_775_807n

/**
 * What every cap has counted, beside what was burned under it in the period that its account has reached, and whether
 * that period can have begun: servers' clocks differ a little. What pays a purchase, under that purchase's id, is no
 * usage and is never counted.
 */
const counted = `
  with capped as (select distinct account_id from caps),
  clock as (
    select c.account_id, max(w.at) as at,
      greatest(max(w.at), $1::timestamptz + max(coalesce(a.ahead_ms, 0)) * interval '1 millisecond' + interval '5 minutes')
        as latest
    from capped c left join accounts a using (account_id) left join wallets w using (account_id) group by c.account_id
  ),
  running as (
    select c.account_id, c.subject, c.subject_id, c.unit, c.period,
      case c.period when 'total' then timestamptz 'epoch'
        else date_trunc(c.period, coalesce(k.at, timestamptz 'epoch'), 'UTC') end as begins,
      case c.period when 'total' then timestamptz 'epoch' else date_trunc(c.period, k.latest, 'UTC') end as last
    from caps c left join clock k using (account_id)
  ),
  subjects as (
    select * from running where subject <> 'member' or subject_id <> '*'
    union all
    select r.account_id, r.subject, m.member_id, r.unit, r.period, r.begins, r.last
    from running r join members m using (account_id)
    where r.subject = 'member' and r.subject_id = '*' and not exists (
      select from caps own
      where own.account_id = m.account_id and own.subject = 'member' and own.subject_id = m.member_id)
  ),
  burns as (
    select account_id, member_id, project_id, api_key, coalesce(counted_at, at) as at,
      amount_micro - reversed_micro as left_micro, unit_price_micro
    from debits where refused is null and account_id in (select account_id from capped)
      and key <> 'pur_' || substr(debit_id, 5)
    union all
    select account_id, member_id, project_id, api_key, coalesce(counted_at, created_at), amount_micro, unit_price_micro
    from holds where status = 'open' and account_id in (select account_id from capped)
  ),
  named as (
    select b.account_id, s.subject, s.subject_id, b.at, b.left_micro,
      div(b.left_micro::numeric * coalesce(b.unit_price_micro, 0) + 500000, 1000000) as left_money
    from burns b
    cross join lateral (values ('account', b.account_id), ('member', b.member_id), ('project', b.project_id),
      ('key', b.api_key)) as s (subject, subject_id)
    where s.subject_id is not null
  ),
  since as (
    select s.*, greatest(s.begins, c.period_start) as since,
      case when c.period_start >= s.begins then c.used_micro else 0 end as used_micro,
      c.period_start > s.last as is_ahead
    from subjects s left join cap_counters c using (account_id, subject, subject_id, unit, period)
  )
  select s.account_id, s.subject, s.subject_id, s.used_micro::text,
    coalesce(sum(case s.unit when 'money' then n.left_money else n.left_micro end), 0)::text, s.is_ahead::text
  from since s
  left join named n on n.account_id = s.account_id and n.subject = s.subject and n.subject_id = s.subject_id
    and n.at >= s.since
  group by s.account_id, s.subject, s.subject_id, s.unit, s.period, s.since, s.used_micro, s.is_ahead`

/** Answers how many counters were looked at. */
export async function checkCaps(client: pg.ClientBase, breaches: Breaches, now: Instant): Promise<number> {
  const values = [new Date(now).toISOString()]
  const { rows } = await client.query<string[]>({ text: counted, values, rowMode: 'array' })
  for (const [account = '', subject, id, used = '0', burned = '0', is_ahead] of rows) {
    if (is_ahead === 'true')
      breaches.add(
        'cap_counter',
        account,
        '',
        `the cap on the ${subject} ${id} counts a period that has not begun`,
      )
    // A count that stopped there tells no more.
    if (BigInt(used) === MOST_COUNTED) continue
    if (used !== burned)
      breaches.add(
        'cap_counter',
        account,
        '',
        `the cap on the ${subject} ${id} has counted ${used} millionths where ${burned} were burned`,
      )
  }
  return rows.length
}
