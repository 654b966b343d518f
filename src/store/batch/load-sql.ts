import { keyLock } from '../ledger/kept.ts'
import { columns, debitColumns, debitDraws, grantColumns, holdColumns } from '../ledger/rows.ts'
import { purchaseColumns } from '../purchases/purchase-rows.ts'
import { keyed } from './keyed.ts'
import { statement } from './statement.ts'

/** The statements that load a batch, each prepared once a connection. */

export const begin = statement('begin', 'begin')

const WALLET = ['account_id', 'credit_type']

const grantsOfWallet = {
  table: 'grants',
  by: WALLET,
  columns: (alias: string) => `${grantColumns(alias)}, ${alias}.ctid`,
}

/** What can be drawn by anybody, or by the members at hand. */
export const openGrants = statement(
  'open_grants',
  keyed({
    ...grantsOfWallet,
    where: `t.state = 'open' and (t.scope_member is null or t.scope_member = any($3::text[]))`,
  }),
)

export const counters = statement(
  'counters',
  keyed({
    table: 'cap_counters',
    by: ['account_id', 'subject', 'subject_id'],
    columns: columns('account_id subject subject_id unit period period_start used_micro'),
  }),
)

export const creditTypes = statement(
  'credit_types',
  `select credit_type, name, unit, unit_price_micro, currency, expiry, created_at
   from credit_types where credit_type = any($1::text[])`,
)

export const members = statement(
  'members',
  keyed({
    table: 'members',
    by: ['account_id', 'member_id'],
    columns: columns('account_id member_id status own_only'),
  }),
)

/** The keys that another call is about, of those that this batch takes unless another is. It waits for none of them. */
export const keysUnderWay = statement(
  'keys_under_way',
  `select k.account_id, k.key from unnest($1::text[], $2::text[]) as k (account_id, key)
   where not pg_try_advisory_xact_lock(${keyLock('k.account_id', 'k.key')})`,
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
  keyed({
    table: 'debits',
    by: ['account_id', 'debit_id'],
    columns: (alias) => `${debitColumns(alias)}, ${debitDraws(alias)}`,
  }),
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
  ["t.state = 'open'", "t.state = 'scheduled'", 't.frozen']
    .map((where) => keyed({ ...grantsOfWallet, where }))
    .join('\n union all\n '),
)

export const openHolds = statement(
  'open_holds',
  keyed({ table: 'holds', by: WALLET, columns: holdColumns, where: `t.status = 'open'` }),
)

/** The wallets of accounts with caps in which a hold is past its end: it counts against the caps no more. */
export const endedHolds = statement(
  'ended_holds',
  `select w.* from unnest($1::text[], $2::timestamptz[]) as k (account_id, now)
   cross join lateral (
     select w.account_id, w.credit_type from wallets w
     where w.account_id = k.account_id and w.next_due_at <= k.now and exists (
       select from holds h where h.account_id = w.account_id and h.credit_type = w.credit_type
         and h.status = 'open' and h.ends_at <= k.now
     )
     offset 0
   ) w`,
)

export const holdsById = statement(
  'holds_by_id',
  keyed({ table: 'holds', by: ['account_id', 'hold_id'], columns: holdColumns }),
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
  keyed({ ...grantsOfWallet, by: ['account_id', 'grant_id'] }),
)

/**
 * How far its bucket has carried a spent grant: the newest expiry among the rolling grants that were made while it
 * had not expired, and so on from there. What moved one of those moved it, too.
 */
export const carriedTo = statement(
  'carried_to',
  `select k.account_id, c.credit_type, k.grant_id, c.until, c.at
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
     select credit_type, until, at from carried where at is not null order by until desc limit 1
   ) c`,
)

export const accountsById = statement(
  'accounts_by_id',
  `select account_id from accounts where account_id = any($1::text[])`,
)
