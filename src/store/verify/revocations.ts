import type pg from 'pg'
import type { Breaches } from './breaches.ts'

/** When revocations began to be kept; what was taken back by hand before that has entries, and no row. */
const KEPT_SINCE = 8

/**
 * What is taken back by hand is told three times: by its row, by its entries and by its grant. A grant that had not
 * started is cut without an entry. An account's clock may be ahead of the one that wrote down when the migration was
 * made, so an entry counts as younger than that only where it is by any reckoning. Each row is a breach.
 */
const wrong = `
  with since as (select applied_at as at from public.scrip_migrations where number = ${KEPT_SINCE}),
  young as (
    select a.account_id, since.at + coalesce(a.ahead_ms, 0) * interval '1 millisecond' as at
    from accounts a, since
  ),
  taken as (
    select account_id, cause_id as revocation_id, min(grant_id) as grant_id, min(grant_id) <> max(grant_id) as is_torn,
      min(at) as at, min(credit_type) as credit_type,
      coalesce(sum(amount_micro) filter (where from_book <> 'debt'), 0) as revoked_micro,
      coalesce(sum(amount_micro) filter (where from_book = 'debt'), 0) as debt_micro
    from entries
    where to_book = 'revoked' and kind = 'revocation'
    group by account_id, cause_id
  ),
  told as (
    select r.*, g.credit_type, g.grant_id is not null as has_grant, g.starts_at > r.at as is_cut
    from revocations r left join grants g using (account_id, grant_id)
  ),
  sums as (
    select account_id, grant_id, sum(revoked_micro + debt_micro + written_off_micro) as amount_micro
    from revocations group by account_id, grant_id
  ),
  grants_told as (
    select g.account_id, g.grant_id, g.credit_type, g.revoked_micro, g.source <> 'subscription' and g.created_at > y.at as is_known,
      coalesce(s.amount_micro, 0) as amount_micro
    from grants g join young y using (account_id) left join sums s using (account_id, grant_id)
    where g.revoked_micro > 0 or s.amount_micro > 0
  )
  select account_id, coalesce(credit_type, ''), 'the revocation ' || revocation_id || ' is of a grant that is not there'
  from told where not has_grant
  union all
  select r.account_id, r.credit_type, 'the entries of the revocation ' || r.revocation_id || ' are not what it says'
  from told r left join taken t using (account_id, revocation_id)
  where r.has_grant and (
    coalesce(t.revoked_micro, 0) <> case when r.is_cut then 0 else r.revoked_micro end
    or coalesce(t.debt_micro, 0) <> r.debt_micro or t.grant_id <> r.grant_id or t.is_torn or t.at <> r.at)
  union all
  select r.account_id, r.credit_type, 'the revocation ' || r.revocation_id || ' does both, a debt and a writing off'
  from told r where r.debt_micro > 0 and r.spent = 'write_off'
  union all
  select t.account_id, t.credit_type, 'entries take back for ' || t.revocation_id || ', which is no revocation'
  from taken t join young y using (account_id) left join revocations r using (account_id, revocation_id)
  where r.account_id is null and t.revocation_id like 'rvk\\_%' and t.at > y.at
  union all
  select account_id, credit_type,
    'of the grant ' || grant_id || ' ' || revoked_micro || ' millionths were taken back, and its revocations say '
      || amount_micro
  from grants_told g
  where case
    when amount_micro > revoked_micro then true
    -- What refunds, disputes and the steps of a subscription take back is told elsewhere.
    when amount_micro < revoked_micro and is_known then
      not exists (select from purchases p where p.account_id = g.account_id and p.grant_id = g.grant_id)
      and not exists (
        select from allotments a where a.account_id = g.account_id and position(g.grant_id in a.deals) > 0)
    else false end`

/** Answers how many revocations there are. */
export async function checkRevocations(client: pg.ClientBase, breaches: Breaches): Promise<number> {
  const found = await client.query<[string, string, string]>({ text: wrong, rowMode: 'array' })
  for (const [account, credit_type, what] of found.rows)
    breaches.add('revocation', account, credit_type, what)
  const { rows } = await client.query<{ count: string }>('select count(*) from revocations')
  return Number(rows[0]?.count)
}
