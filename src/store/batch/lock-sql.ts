import { columns, walletColumns } from '../ledger/rows.ts'
import { foundByKey, keyed } from './keyed.ts'
import { statement } from './statement.ts'

/** The statements that lock what a batch works on, before anything else of it is read. */

/** Where it is known that others are at work in an account, its turn comes. */
export const waitLong = statement('wait_long', "set local lock_timeout = '2s'")

/** Setting a cap locks the account for update, so that no wallet is made while it counts what was burned. */
export const lockAccounts = statement(
  'lock_accounts',
  `select account_id from accounts where account_id = any($1::text[]) order by account_id for share`,
)

const WALLET = ['account_id', 'credit_type']

const lockedWallet = {
  table: 'wallets',
  by: WALLET,
  columns: (alias: string) => `${walletColumns(alias)}, ${alias}.ctid`,
  lock: true,
}

/**
 * Locks are taken in the order of the keys, which come sorted, so two batches can wait for each other but never in a
 * circle. Whoever waited sees the row as the other left it.
 */
export const lockWallets = statement('lock_wallets', keyed(lockedWallet))

/**
 * The same, with all the wallets of the accounts whose commands have keys. A debit's key is in one table and any other
 * command's in another, so two batches that use the same key for both must meet at a lock: a debit locks its own wallet.
 */
export const lockAllWallets = statement(
  'lock_all_wallets',
  `select t.* from (
     select * from (
       select * from unnest($1::text[], $2::text[]) as k (account_id, credit_type)
       union
       select a.* from unnest($3::text[]) as n (account_id)
       cross join lateral (
         select a.account_id, a.credit_type from wallets a where a.account_id = n.account_id
         offset 0
       ) a
     ) u
     order by account_id collate "C", credit_type collate "C"
   ) k
   ${foundByKey(lockedWallet)}`,
)

/** Caps are locked too: their counters are shared by all the wallets of an account. */
export const lockCaps = statement(
  'lock_caps',
  keyed({
    table: 'caps',
    by: ['account_id'],
    columns: columns('account_id subject subject_id limit_micro unit period created_at'),
    order: 't.subject, t.subject_id',
    lock: true,
  }),
)

/** Before the wallets are: where there is no wallet yet, nothing else keeps two batches from granting it. */
export const lockPurchases = statement(
  'lock_purchases',
  keyed({
    table: 'purchases',
    by: ['account_id', 'purchase_id'],
    columns: columns('purchase_id'),
    lock: true,
  }),
)

/** Before the wallets are, for the same reason. */
export const lockAllotments = statement(
  'lock_allotments',
  keyed({
    table: 'allotments',
    by: ['account_id', 'allotment_id'],
    columns: columns('account_id allotment_id done_at'),
    lock: true,
  }),
)
