import type { Registry } from '../../core/ports.ts'
import type { BucketGrant, LastPurchase } from '../../core/purchases/bucket.ts'
import { rowsOf, type Session } from '../session/session.ts'

/**
 * In one statement, so that the purchase and the grants are of one moment. Grants that were spent before the last
 * purchase, and of which nothing can have gone since, are left out.
 */
const bucketRows = `
  with last as (
    select grant_id, credits_micro, remaining_before_micro, granted_at from purchases
    where account_id = $1 and credit_type = $2 and granted_at is not null
    order by granted_at desc, purchase_id desc limit 1
  ),
  restored as (
    select distinct e.grant_id from entries e
    where e.account_id = $1 and e.credit_type = $2 and e.from_book = 'revoked'
      and (e.from_book in ('revoked', 'debt') or e.to_book in ('revoked', 'debt'))
  )
  select w.next_due_at as due_at, l.grant_id as last_grant, l.credits_micro, l.remaining_before_micro, l.granted_at,
    g.grant_id as id, g.amount_micro, g.remaining_micro, g.held_micro, g.frozen_micro, g.starts_at, g.expires_at,
    coalesce(expired.sum, 0)::bigint as expired_micro, coalesce(revoked.sum, 0)::bigint as revoked_micro
  from wallets w left join last l on true
  left join grants g on g.account_id = w.account_id and g.credit_type = w.credit_type
    and g.source <> 'subscription' and g.state <> 'scheduled'
    and (g.state = 'open' or g.held_micro > 0 or g.revoked_micro > 0 or g.grant_id = l.grant_id
      or l.granted_at is null or g.starts_at > l.granted_at or g.expires_at > l.granted_at
      or g.grant_id in (select grant_id from restored))
  left join lateral (
    select sum(e.amount_micro) from entries e
    where e.account_id = g.account_id and e.grant_id = g.grant_id and e.to_book = 'expired'
      and (l.granted_at is null or (e.at > l.granted_at and g.expires_at > l.granted_at))
  ) expired on true
  left join lateral (
    select sum(case when e.to_book = 'revoked' then e.amount_micro else -e.amount_micro end) from entries e
    where e.account_id = g.account_id and e.credit_type = g.credit_type and e.grant_id = g.grant_id
      and (e.from_book in ('revoked', 'debt') or e.to_book in ('revoked', 'debt'))
      and (e.to_book = 'revoked' and (e.from_book <> 'debt' or e.kind = 'restoration')
        or e.from_book = 'revoked' and e.to_book <> 'debt')
      and (l.granted_at is null or e.at > l.granted_at or g.grant_id = l.grant_id)
  ) revoked on true
  where w.account_id = $1 and w.credit_type = $2`

type BucketRow = { [K in keyof BucketGrant]: BucketGrant[K] | null } & {
  [K in keyof LastPurchase]: LastPurchase[K] | null
} & { readonly last_grant: string | null; readonly due_at: number | null }

export const bucketsOn = (session: Session): Pick<Registry, 'bucket'> => ({
  async bucket(account, credit_type) {
    const rows = await rowsOf<BucketRow>(session, bucketRows, [account, credit_type])
    const [first] = rows
    return {
      due_at: first?.due_at ?? null,
      last: first && first.last_grant !== null ? lastFrom(first) : null,
      // A wallet without such a grant is one row of nothing.
      grants: rows.filter(({ id }) => id !== null) as unknown as BucketGrant[],
    }
  },
})

const lastFrom = (row: BucketRow): LastPurchase => ({
  grant: row.last_grant as string,
  credits_micro: row.credits_micro as bigint,
  remaining_before_micro: row.remaining_before_micro as bigint,
  granted_at: row.granted_at as number,
})
