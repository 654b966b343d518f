import { columns } from '../ledger/rows.ts'
import { keyed } from './keyed.ts'
import { statement } from './statement.ts'

/** In which wallet something lies that is named by its id alone. */

export const locateHolds = statement(
  'locate_holds',
  keyed({
    table: 'holds',
    by: ['account_id', 'hold_id'],
    columns: columns('account_id hold_id credit_type member_id'),
  }),
)

export const locateDebits = statement(
  'locate_debits',
  keyed({
    table: 'debits',
    by: ['account_id', 'debit_id'],
    columns: columns('account_id debit_id credit_type'),
  }),
)

export const locateGrants = statement(
  'locate_grants',
  keyed({
    table: 'grants',
    by: ['account_id', 'grant_id'],
    columns: columns('account_id grant_id credit_type'),
  }),
)
