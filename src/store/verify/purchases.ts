import type pg from 'pg'
import type { Breaches, Invariant } from './breaches.ts'

/** A purchase, its grant and its transitions must tell the same story. Each row is one that doesn't. */
const wrong = `
  with story as (
    select p.*, g.grant_id is not null as has_grant, g.revoked_micro as grant_revoked_micro, g.frozen as grant_frozen,
      g.credit_type = p.credit_type and g.amount_micro = p.credits_micro and g.source = 'purchase'
        and g.created_at = p.granted_at as is_its_grant,
      p.state in ('paid', 'partially_refunded', 'refunded', 'disputed', 'won', 'lost') as was_paid
    from purchases p left join grants g using (account_id, grant_id)
  ),
  taken as (
    select account_id, detail::json ->> 'purchase' as purchase_id from subscription_events
    where kind in ('started', 'renewed', 'changed')
    union all
    select account_id, bill::json ->> 'purchase' from subscriptions where bill is not null
  ),
  steps as (
    select t.*, lag(to_state) over w as before_state, lag(at) over w as before_at, row_number() over w as place,
      lead(seq) over w is null as is_last
    from purchase_transitions t window w as (partition by account_id, purchase_id order by seq)
  )
  select 'purchase', account_id, credit_type, 'the purchase ' || purchase_id || ' was not paid and has a grant'
  from story where has_grant and not was_paid
  union all
  select 'purchase', account_id, credit_type, 'the purchase ' || purchase_id || ' bills a subscription and has a grant'
  from story where subscription_id is not null and (has_grant or granted_at is not null)
  union all
  select 'purchase', account_id, story.credit_type,
    'the bill ' || purchase_id || ' was paid, and its subscription brought nothing for it'
  from story join subscriptions using (account_id, subscription_id) left join taken using (account_id, purchase_id)
  where story.state in ('paid', 'partially_refunded', 'won') and taken.account_id is null
    -- What could bring nothing goes back.
    and not exists (
      select from refunds r
      where r.account_id = story.account_id and r.purchase_id = story.purchase_id and r.closed_at is null)
  union all
  select 'purchase', account_id, credit_type, 'the purchase ' || purchase_id || ' says that it was granted and was not'
  from story where granted_at is not null and not has_grant
  union all
  select 'purchase', account_id, credit_type, 'the grant of the purchase ' || purchase_id || ' is not what was bought'
  from story where has_grant and is_its_grant is not true
  union all
  select 'purchase', account_id, credit_type,
    'less of the grant of the purchase ' || purchase_id || ' was revoked than the purchase says'
  from story where revoked_micro > coalesce(grant_revoked_micro, 0)
  union all
  select 'purchase', account_id, credit_type,
    'the purchase ' || purchase_id || ' was refunded and some of its credits were left'
  from story where state = 'refunded' and has_grant and grant_revoked_micro < credits_micro
  union all
  select 'purchase', account_id, credit_type,
    'the purchase ' || purchase_id || ' was not refunded and some of its credits are taken'
  from story where state = 'paid' and revoked_micro > 0
  union all
  select 'purchase', account_id, credit_type,
    'the purchase ' || purchase_id || ' is ' || state || ' and its grant is ' || case when frozen then '' else 'not ' end
      || 'frozen'
  from story
  where frozen <> (state = 'disputed' and has_grant) or frozen <> coalesce(grant_frozen, false)
  union all
  select 'purchase', g.account_id, g.credit_type, 'the grant ' || g.grant_id || ' is frozen and nobody bought it'
  from grants g where g.frozen
    and not exists (select from purchases p where p.account_id = g.account_id and p.grant_id = g.grant_id)
  union all
  select 'purchase_transition', s.account_id, '',
    'transition ' || s.seq || ' of the purchase ' || s.purchase_id || ' does not follow from the one before it'
  from steps s
  where s.seq <> s.place or s.from_state is distinct from s.before_state or s.at < s.before_at
  union all
  select 'purchase_transition', coalesce(p.account_id, s.account_id), coalesce(p.credit_type, ''),
    'the transitions of the purchase ' || coalesce(p.purchase_id, s.purchase_id) || ' do not end in its state'
  from purchases p
  full join (select * from steps where is_last) s using (account_id, purchase_id)
  where p.state is distinct from s.to_state`

/** Answers how many purchases there are. */
export async function checkPurchases(client: pg.ClientBase, breaches: Breaches): Promise<number> {
  const found = await client.query<[Invariant, string, string, string]>({ text: wrong, rowMode: 'array' })
  for (const [invariant, account, credit_type, what] of found.rows)
    breaches.add(invariant, account, credit_type, what)
  const { rows } = await client.query<{ count: string }>('select count(*) from purchases')
  return Number(rows[0]?.count)
}
