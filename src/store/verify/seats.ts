import type pg from 'pg'
import type { Instant } from '../../core/instant.ts'
import type { Breaches, Invariant } from './breaches.ts'

/**
 * A seat's credits are one grant of its own account, for whoever has the seat, and never more than the seat was given.
 * What a step wanted done to the grants is done soon after, by the account's own clock. Each row is one that isn't so.
 */
const wrong = `
  with current as (
    select s.*, u.gives_to, u.credit_type, u.subscription_id is null as is_stray
    from seats s left join subscriptions u using (account_id, subscription_id)
    where not s.ended
  ),
  dealt as (
    select c.*, g.source, g.credit_type as grant_type, g.amount_micro, g.scope_member, g.scope_project, g.scope_feature
    from current c join grants g using (account_id, grant_id)
  )
  select 'seat', account_id, '', 'the seat ' || seat_id || ' is of no subscription'
  from current where is_stray
  union all
  select 'seat', account_id, credit_type, 'the grant ' || grant_id || ' of the seat ' || seat_id || ' came by no subscription'
  from dealt where source <> 'subscription' or grant_type is distinct from credit_type
  union all
  select 'seat', account_id, credit_type, 'the grant ' || grant_id || ' of the seat ' || seat_id || ' is for somebody else'
  from dealt
  where scope_project is not null or scope_feature is not null
    or scope_member is distinct from case gives_to when 'seats' then coalesce(member_id, '#' || seat_id) end
  union all
  select 'seat', account_id, credit_type, 'the seat ' || seat_id || ' was granted more than is its due'
  from dealt where amount_micro > allotment_micro
  union all
  select 'seat', account_id, min(credit_type), 'two seats have the grant ' || grant_id
  from current where grant_id is not null group by account_id, grant_id having count(*) > 1
  union all
  select 'seat', account_id, min(credit_type), 'the member ' || member_id || ' has two seats of ' || subscription_id
  from current where member_id is not null group by account_id, subscription_id, member_id having count(*) > 1
  union all
  select 'allotment', a.account_id, a.credit_type, 'the allotment ' || a.allotment_id || ' has not been done'
  from allotments a left join accounts o using (account_id)
  where a.done_at is null
    and a.at < $1::timestamptz + coalesce(o.ahead_ms, 0) * interval '1 millisecond' - interval '1 hour'`

/** Answers how many seats there are. */
export async function checkSeats(client: pg.ClientBase, breaches: Breaches, now: Instant): Promise<number> {
  const found = await client.query<[Invariant, string, string, string]>({
    text: wrong,
    values: [new Date(now).toISOString()],
    rowMode: 'array',
  })
  for (const [invariant, account, credit_type, what] of found.rows)
    breaches.add(invariant, account, credit_type, what)
  const { rows } = await client.query<{ count: string }>('select count(*) from seats where not ended')
  return Number(rows[0]?.count)
}
