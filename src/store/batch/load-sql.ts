import type { Statement } from '../connection.ts'
import { debitColumns, debitDraws, grantColumns, holdColumns, walletColumns } from '../rows.ts'

/** The statements that load a batch, each prepared once a connection. */
const statement = (name: string, text: string): Statement => ({ name, text })

export const begin = statement('begin', 'begin')

/** Setting a cap locks the account for update, so that no wallet is made while it counts what was burned. */
export const lockAccounts = statement(
  'lock_accounts',
  `select account_id from accounts where account_id = any($1::text[]) order by account_id for share`,
)

/** Locks are taken in one order by everybody, so two batches can wait for each other but never in a circle. */
export const lockWallets = statement(
  'lock_wallets',
  `select ${walletColumns('w')}
   from unnest($1::text[], $2::text[]) as k (account_id, credit_type)
   join wallets w using (account_id, credit_type)
   order by w.account_id, w.credit_type
   for no key update of w`,
)

/** What can be drawn by anybody, or by the members at hand. */
export const openGrants = statement(
  'open_grants',
  `select ${grantColumns('g')}
   from unnest($1::text[], $2::text[]) as k (account_id, credit_type)
   join grants g using (account_id, credit_type)
   where g.state = 'open' and (g.scope_member is null or g.scope_member = any($3::text[]))`,
)

/** Caps are locked too: their counters are shared by all the wallets of an account. */
export const lockCaps = statement(
  'lock_caps',
  `select account_id, subject, subject_id, limit_micro, unit, period, created_at
   from caps where account_id = any($1::text[])
   order by account_id, subject, subject_id
   for no key update`,
)

export const counters = statement(
  'counters',
  `select c.account_id, c.subject, c.subject_id, c.unit, c.period, c.period_start, c.used_micro
   from unnest($1::text[], $2::text[], $3::text[]) as k (account_id, subject, subject_id)
   join cap_counters c using (account_id, subject, subject_id)`,
)

export const creditTypes = statement(
  'credit_types',
  `select credit_type, name, unit, unit_price_micro, currency, expiry, created_at
   from credit_types where credit_type = any($1::text[])`,
)

export const members = statement(
  'members',
  `select m.account_id, m.member_id, m.status
   from unnest($1::text[], $2::text[]) as k (account_id, member_id)
   join members m using (account_id, member_id)`,
)

export const usedKeys = statement(
  'used_keys',
  `select i.account_id, i.key, i.fingerprint, i.answer
   from unnest($1::text[], $2::text[]) as k (account_id, key)
   join idempotency_keys i using (account_id, key)
   where i.created_at > $3`,
)

export const debitsByKey = statement(
  'debits_by_key',
  `select ${debitColumns('d')}, ${debitDraws('d')}
   from unnest($1::text[], $2::text[]) as k (account_id, key)
   join debits d using (account_id, key)`,
)

export const debitsById = statement(
  'debits_by_id',
  `select ${debitColumns('d')}, ${debitDraws('d')}
   from unnest($1::text[], $2::text[]) as k (account_id, debit_id)
   join debits d using (account_id, debit_id)`,
)

export const locateHolds = statement(
  'locate_holds',
  `select h.account_id, h.hold_id, h.credit_type
   from unnest($1::text[], $2::text[]) as k (account_id, hold_id) join holds h using (account_id, hold_id)`,
)

export const locateDebits = statement(
  'locate_debits',
  `select d.account_id, d.debit_id, d.credit_type
   from unnest($1::text[], $2::text[]) as k (account_id, debit_id) join debits d using (account_id, debit_id)`,
)

export const locateGrants = statement(
  'locate_grants',
  `select g.account_id, g.grant_id, g.credit_type
   from unnest($1::text[], $2::text[]) as k (account_id, grant_id) join grants g using (account_id, grant_id)`,
)

export const wholeGrants = statement(
  'whole_grants',
  `select ${grantColumns('g')}
   from unnest($1::text[], $2::text[]) as k (account_id, credit_type)
   join grants g using (account_id, credit_type)
   where g.state = 'open'
   union all
   select ${grantColumns('g')}
   from unnest($1::text[], $2::text[]) as k (account_id, credit_type)
   join grants g using (account_id, credit_type)
   where g.state = 'scheduled'`,
)

export const openHolds = statement(
  'open_holds',
  `select ${holdColumns('h')}
   from unnest($1::text[], $2::text[]) as k (account_id, credit_type)
   join holds h using (account_id, credit_type)
   where h.status = 'open'`,
)

export const holdsById = statement(
  'holds_by_id',
  `select ${holdColumns('h')}
   from unnest($1::text[], $2::text[]) as k (account_id, hold_id) join holds h using (account_id, hold_id)`,
)

export const grantsById = statement(
  'grants_by_id',
  `select ${grantColumns('g')}
   from unnest($1::text[], $2::text[]) as k (account_id, grant_id) join grants g using (account_id, grant_id)`,
)

export const accountsById = statement(
  'accounts_by_id',
  `select account_id from accounts where account_id = any($1::text[])`,
)
