import { debitColumns, debitDraws, grantColumns, holdColumns } from '../ledger/rows.ts'
import { purchaseColumns } from '../purchases/purchase-rows.ts'
import { statement } from './statement.ts'

/**
 * The statements that load a batch, each prepared once a connection. They look every key up by itself: a lateral
 * subquery with `offset 0` can't be turned into a join, and a join that was planned while the table was small reads
 * the whole table for ever after.
 */
export const begin = statement('begin', 'begin')

/** What can be drawn by anybody, or by the members at hand. */
export const openGrants = statement(
  'open_grants',
  `select g.* from unnest($1::text[], $2::text[]) as k (account_id, credit_type)
   cross join lateral (
     select ${grantColumns('g')}, g.ctid from grants g
     where g.account_id = k.account_id and g.credit_type = k.credit_type
       and g.state = 'open' and (g.scope_member is null or g.scope_member = any($3::text[]))
     offset 0
   ) g`,
)

export const counters = statement(
  'counters',
  `select c.* from unnest($1::text[], $2::text[], $3::text[]) as k (account_id, subject, subject_id)
   cross join lateral (
     select c.account_id, c.subject, c.subject_id, c.unit, c.period, c.period_start, c.used_micro from cap_counters c
     where c.account_id = k.account_id and c.subject = k.subject and c.subject_id = k.subject_id
     offset 0
   ) c`,
)

export const creditTypes = statement(
  'credit_types',
  `select credit_type, name, unit, unit_price_micro, currency, expiry, created_at
   from credit_types where credit_type = any($1::text[])`,
)

export const members = statement(
  'members',
  `select m.* from unnest($1::text[], $2::text[]) as k (account_id, member_id)
   cross join lateral (
     select m.account_id, m.member_id, m.status, m.own_only from members m
     where m.account_id = k.account_id and m.member_id = k.member_id
     offset 0
   ) m`,
)

/** What a key was used for: a debit, or another call of the last day. */
export const usedKeys = statement(
  'used_keys',
  `select k.account_id, k.key, i.fingerprint, i.answer, i.created_at, d.*
   from unnest($1::text[], $2::text[]) as k (account_id, key)
   left join lateral (
     select i.fingerprint, i.answer, i.created_at from idempotency_keys i
     where i.account_id = k.account_id and i.key = k.key
     offset 0
   ) i on true
   left join lateral (
     select ${debitColumns('d')}, ${debitDraws('d')} from debits d
     where d.account_id = k.account_id and d.key = k.key
     offset 0
   ) d on true
   where i.fingerprint is not null or d.debit_id is not null`,
)

export const debitsById = statement(
  'debits_by_id',
  `select d.* from unnest($1::text[], $2::text[]) as k (account_id, debit_id)
   cross join lateral (
     select ${debitColumns('d')}, ${debitDraws('d')} from debits d
     where d.account_id = k.account_id and d.debit_id = k.debit_id
     offset 0
   ) d`,
)

/** With the number of the last transition, and what the account's terms make of credits that were spent. */
export const purchases = statement(
  'purchases',
  `select p.* from unnest($1::text[], $2::text[]) as k (account_id, purchase_id)
   cross join lateral (
     select ${purchaseColumns('p')},
       (select coalesce(max(t.seq), 0) from purchase_transitions t
        where t.account_id = k.account_id and t.purchase_id = k.purchase_id) as last_seq,
       (select a.spent_on_refund from accounts a where a.account_id = k.account_id) as spent_on_refund
     from purchases p
     where p.account_id = k.account_id and p.purchase_id = k.purchase_id
     offset 0
   ) p`,
)

export const wholeGrants = statement(
  'whole_grants',
  `select g.* from unnest($1::text[], $2::text[]) as k (account_id, credit_type)
   cross join lateral (
     select ${grantColumns('g')}, g.ctid from grants g
     where g.account_id = k.account_id and g.credit_type = k.credit_type and g.state = 'open'
     offset 0
   ) g
   union all
   select g.* from unnest($1::text[], $2::text[]) as k (account_id, credit_type)
   cross join lateral (
     select ${grantColumns('g')}, g.ctid from grants g
     where g.account_id = k.account_id and g.credit_type = k.credit_type and g.state = 'scheduled'
     offset 0
   ) g
   union all
   select g.* from unnest($1::text[], $2::text[]) as k (account_id, credit_type)
   cross join lateral (
     select ${grantColumns('g')}, g.ctid from grants g
     where g.account_id = k.account_id and g.credit_type = k.credit_type and g.frozen
     offset 0
   ) g`,
)

export const openHolds = statement(
  'open_holds',
  `select h.* from unnest($1::text[], $2::text[]) as k (account_id, credit_type)
   cross join lateral (
     select ${holdColumns('h')} from holds h
     where h.account_id = k.account_id and h.credit_type = k.credit_type and h.status = 'open'
     offset 0
   ) h`,
)

export const holdsById = statement(
  'holds_by_id',
  `select h.* from unnest($1::text[], $2::text[]) as k (account_id, hold_id)
   cross join lateral (
     select ${holdColumns('h')} from holds h
     where h.account_id = k.account_id and h.hold_id = k.hold_id
     offset 0
   ) h`,
)

export const expiredOf = statement(
  'expired_of',
  `select k.account_id, k.grant_id, e.amount_micro
   from unnest($1::text[], $2::text[]) as k (account_id, grant_id)
   cross join lateral (
     select coalesce(sum(e.amount_micro), 0)::bigint as amount_micro from entries e
     where e.account_id = k.account_id and e.grant_id = k.grant_id and e.to_book = 'expired'
   ) e`,
)

const summed = (condition: string): string =>
  `coalesce(sum(e.amount_micro) filter (where ${condition}), 0)::bigint`

/** What was taken of the grants of a wallet and did not come back, by where it went. */
export const takenOf = statement(
  'taken_of',
  `select k.account_id, k.credit_type, t.*
   from unnest($1::text[], $2::text[]) as k (account_id, credit_type)
   cross join lateral (
     select e.grant_id,
       ${summed("e.to_book = 'revoked' and (e.from_book <> 'debt' or e.kind = 'restoration')")}
         - ${summed("e.from_book = 'revoked' and e.to_book <> 'debt'")},
       ${summed("e.from_book = 'debt' and e.kind = 'revocation'")}
         - ${summed("e.from_book = 'revoked' and e.to_book = 'debt'")},
       ${summed("e.to_book = 'debt' and e.from_book <> 'revoked'")}
         - ${summed("e.from_book = 'debt' and e.kind = 'restoration'")}
     from entries e
     where e.account_id = k.account_id and e.credit_type = k.credit_type
       and (e.from_book in ('revoked', 'debt') or e.to_book in ('revoked', 'debt'))
     group by e.grant_id
   ) t`,
)

export const grantsById = statement(
  'grants_by_id',
  `select g.* from unnest($1::text[], $2::text[]) as k (account_id, grant_id)
   cross join lateral (
     select ${grantColumns('g')}, g.ctid from grants g
     where g.account_id = k.account_id and g.grant_id = k.grant_id
     offset 0
   ) g`,
)

/**
 * How far its bucket has carried a spent grant: the newest expiry among the rolling grants that were made while it
 * had not expired, and so on from there. What moved one of those moved it, too.
 */
export const carriedTo = statement(
  'carried_to',
  `select k.account_id, k.grant_id, c.*
   from unnest($1::text[], $2::text[]) as k (account_id, grant_id)
   cross join lateral (
     with recursive carried (credit_type, created_at, until, at) as (
       select g.credit_type, g.created_at, g.expires_at, null::timestamptz from grants g
       where g.account_id = k.account_id and g.grant_id = k.grant_id
         and g.rolling and g.state = 'closed' and g.held_micro = 0
       union all
       select c.credit_type, c.created_at, newer.until, coalesce(c.at, newer.at) from carried c
       cross join lateral (
         select max(g.expires_at) as until, min(g.created_at) filter (where g.expires_at > c.until) as at
         from grants g
         where g.account_id = k.account_id and g.credit_type = c.credit_type and g.rolling
           and (g.created_at, g.grant_id) > (c.created_at, k.grant_id) and g.created_at < c.until
       ) newer
       where newer.until > c.until
     )
     select until, at from carried where at is not null order by until desc limit 1
   ) c`,
)

export const accountsById = statement(
  'accounts_by_id',
  `select account_id from accounts where account_id = any($1::text[])`,
)
