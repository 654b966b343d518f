import type pg from 'pg'
import type { Breaches } from './breaches.ts'

/** The largest number that the column takes: a count stops there. */
const MOST_COUNTED = 9_223_372_036_854_775_807n

/**
 * What every cap has counted, beside what was burned under it in the period that its account has reached. A server's
 * clock may lag another's, and what it burned just before midnight then counts in the day that has begun: such debits
 * may be counted, and need not be. What pays a purchase, under that purchase's id, is no usage and never is.
 */
const counted = `
  with capped as (select distinct account_id from caps),
  clock as (
    select account_id, max(at) as at from wallets where account_id in (select account_id from capped) group by account_id
  ),
  running as (
    select c.account_id, c.subject, c.subject_id, c.unit, c.period,
      case c.period when 'total' then timestamptz 'epoch'
        else date_trunc(c.period, coalesce(k.at, timestamptz 'epoch'), 'UTC') end as begins
    from caps c left join clock k using (account_id)
  ),
  subjects as (
    select * from running where subject <> 'member' or subject_id <> '*'
    union all
    select r.account_id, r.subject, m.member_id, r.unit, r.period, r.begins
    from running r join members m using (account_id)
    where r.subject = 'member' and r.subject_id = '*' and not exists (
      select from caps own
      where own.account_id = m.account_id and own.subject = 'member' and own.subject_id = m.member_id)
  ),
  burns as (
    select account_id, member_id, project_id, api_key, coalesce(counted_at, at) as at,
      amount_micro - reversed_micro as left_micro, amount_micro, unit_price_micro
    from debits where refused is null and account_id in (select account_id from capped)
      and key <> 'pur_' || substr(debit_id, 5)
    union all
    select account_id, member_id, project_id, api_key, created_at, amount_micro, amount_micro, unit_price_micro
    from holds where status = 'open' and account_id in (select account_id from capped)
  ),
  named as (
    select b.account_id, s.subject, s.subject_id, b.at, b.left_micro, b.amount_micro,
      div(b.left_micro::numeric * coalesce(b.unit_price_micro, 0) + 500000, 1000000) as left_money,
      div(b.amount_micro::numeric * coalesce(b.unit_price_micro, 0) + 500000, 1000000) as money
    from burns b
    cross join lateral (values ('account', b.account_id), ('member', b.member_id), ('project', b.project_id),
      ('key', b.api_key)) as s (subject, subject_id)
    where s.subject_id is not null
  ),
  since as (
    select s.*, greatest(s.begins, c.period_start) as since,
      case when c.period_start >= s.begins then c.used_micro else 0 end as used_micro
    from subjects s left join cap_counters c using (account_id, subject, subject_id, unit, period)
  )
  select s.account_id, s.subject, s.subject_id, s.used_micro::text,
    coalesce(sum(case s.unit when 'money' then n.left_money else n.left_micro end) filter (where n.at >= s.since), 0)::text,
    coalesce(sum(case s.unit when 'money' then n.money else n.amount_micro end) filter (where n.at < s.since), 0)::text
  from since s
  left join named n on n.account_id = s.account_id and n.subject = s.subject and n.subject_id = s.subject_id
    and n.at >= s.since - interval '5 minutes'
  group by s.account_id, s.subject, s.subject_id, s.unit, s.period, s.since, s.used_micro`

/** Answers how many counters were looked at. */
export async function checkCaps(client: pg.ClientBase, breaches: Breaches): Promise<number> {
  const { rows } = await client.query<string[]>({ text: counted, rowMode: 'array' })
  for (const [account = '', subject, id, used = '0', burned = '0', late = '0'] of rows) {
    // A count that stopped there tells no more.
    if (BigInt(used) === MOST_COUNTED) continue
    const over = BigInt(used) - BigInt(burned)
    if (over < 0n || over > BigInt(late))
      breaches.add(
        'cap_counter',
        account,
        '',
        `the cap on the ${subject} ${id} has counted ${used} millionths where ${burned} were burned`,
      )
  }
  return rows.length
}
