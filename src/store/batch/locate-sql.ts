import { statement } from './statement.ts'

/** In which wallet something lies that is named by its id alone. */

export const locateHolds = statement(
  'locate_holds',
  `select h.* from unnest($1::text[], $2::text[]) as k (account_id, hold_id)
   cross join lateral (
     select h.account_id, h.hold_id, h.credit_type, h.member_id from holds h
     where h.account_id = k.account_id and h.hold_id = k.hold_id
     offset 0
   ) h`,
)

export const locateDebits = statement(
  'locate_debits',
  `select d.* from unnest($1::text[], $2::text[]) as k (account_id, debit_id)
   cross join lateral (
     select d.account_id, d.debit_id, d.credit_type from debits d
     where d.account_id = k.account_id and d.debit_id = k.debit_id
     offset 0
   ) d`,
)

export const locateGrants = statement(
  'locate_grants',
  `select g.* from unnest($1::text[], $2::text[]) as k (account_id, grant_id)
   cross join lateral (
     select g.account_id, g.grant_id, g.credit_type from grants g
     where g.account_id = k.account_id and g.grant_id = k.grant_id
     offset 0
   ) g`,
)
