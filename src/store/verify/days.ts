import type pg from 'pg'
import type { Breaches } from './breaches.ts'

/**
 * The days of the overview are sums of the entries, up to where each wallet is marked as summed. On which day an entry
 * counts is told by its time, save for one that was dated ahead when it was summed; so the days are compared in sum.
 */
const wrong = `
  with told as (
    select credit_type, kind, source, from_book, to_book, sum(amount_micro) as amount, sum(entries) as entries
    from ledger_days group by 1, 2, 3, 4, 5
  ),
  truth as (
    select e.credit_type, e.kind, coalesce(g.source, '') as source, e.from_book, e.to_book,
      sum(e.amount_micro) as amount, count(*) as entries
    from entries e
    join summed_wallets s on s.account_id = e.account_id and s.credit_type = e.credit_type and e.seq <= s.seq
    left join grants g on e.kind = 'grant' and g.account_id = e.account_id and g.grant_id = e.grant_id
    group by 1, 2, 3, 4, 5
  )
  select credit_type, 'the days say that ' || coalesce(d.amount, 0) || ' millionths in ' || coalesce(d.entries, 0)
    || ' entries went from ' || from_book || ' to ' || to_book || ' (' || concat_ws(' ', kind, nullif(source, ''))
    || '), and the entries ' || coalesce(t.amount, 0) || ' in ' || coalesce(t.entries, 0)
  from told d full join truth t using (credit_type, kind, source, from_book, to_book)
  where d.amount is distinct from t.amount or d.entries is distinct from t.entries
  union all
  select s.credit_type, 'the wallet of ' || s.account_id || ' has fewer entries than were summed'
  from summed_wallets s left join wallets w using (account_id, credit_type)
  where w.seq is null or s.seq > w.seq`

/** Answers how many sums the days are made of. */
export async function checkDays(client: pg.ClientBase, breaches: Breaches): Promise<number> {
  const found = await client.query<[string, string]>({ text: wrong, rowMode: 'array' })
  for (const [credit_type, what] of found.rows) breaches.add('ledger_days', '', credit_type, what)
  const { rows } = await client.query<{ count: string }>('select count(*) from ledger_days')
  return Number(rows[0]?.count)
}
