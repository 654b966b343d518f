import type { Book } from '../../core/ledger/book.ts'
import { KEPT_MS } from '../ledger/kept.ts'
import type { Flush, Statement } from '../session/connection.ts'
import { happened, telling } from '../webhooks/webhook-happenings.ts'
import { inserting, updating } from './field.ts'
import {
  allotmentChange,
  counterFields,
  debitFields,
  entryFields,
  grantChange,
  grantFields,
  grantMark,
  happeningFields,
  holdChange,
  holdFields,
  moveFields,
  purchaseChange,
  recordedFields,
  reversalFields,
  reversedFields,
  revocationFields,
  transitionFields,
  walletChange,
  walletFields,
} from './fields.ts'

const insertEntries = inserting('entries', entryFields)
const insertDebits = inserting('debits', debitFields)
const insertWallets = inserting('wallets', walletFields)
const updateWallets = updating('wallets', walletChange, 1)
const insertGrants = inserting('grants', grantFields)
const updateGrants = updating('grants', grantChange, 1)
const markGrants = updating('grants', grantMark, 1, 'mark')
const insertHolds = inserting('holds', holdFields)
const updateHolds = updating('holds', holdChange, 2)
const updateDebits = updating('debits', reversedFields, 2)
const insertReversals = inserting('reversals', reversalFields)
const insertRevocations = inserting('revocations', revocationFields)
const insertMoves = inserting('expiry_moves', moveFields)
const updatePurchases = updating('purchases', purchaseChange, 2)
const insertTransitions = inserting('purchase_transitions', transitionFields)
const updateAllotments = updating('allotments', allotmentChange, 2)
const tell: Statement = { name: 'insert_webhook_deliveries', text: telling(happened(1)) }
const upsertCounters = inserting(
  'cap_counters',
  counterFields,
  `on conflict (account_id, subject, subject_id, unit, period)
   do update set period_start = excluded.period_start, used_micro = excluded.used_micro`,
)

/**
 * A key of more than a day ago is void and is taken over. A fresher one can only be there because another wallet's
 * batch used it at this very moment: the null makes the statement fail, and the retry finds that key's answer.
 */
const insertRecorded = inserting(
  'idempotency_keys',
  recordedFields,
  `on conflict (account_id, key) do update set
     fingerprint = case
       when idempotency_keys.created_at <= excluded.created_at - interval '${KEPT_MS} milliseconds'
       then excluded.fingerprint end,
     answer = excluded.answer, created_at = excluded.created_at`,
)

/**
 * By now the batch has its rows, and others wait for it: rather than begin anew it waits for what little is left, as a
 * debit's key that another server is just writing; but not for one that hangs.
 */
const waitOn: Statement = { name: 'wait_on', text: "set local lock_timeout = '1s'" }
type Keyed = Book['journal']['debits'][number]
const commit: Statement = { name: 'commit', text: 'commit' }
export const rollback: Statement = { name: 'rollback', text: 'rollback' }

/** The keys of debits are taken in one order, so that two servers wait for each other's, but never in a circle. */
const byKey = (one: Keyed, other: Keyed): number =>
  one.key < other.key ? -1 : one.key > other.key ? 1 : one.account < other.account ? -1 : 1

/** Everything a batch decided, as statements that end with the commit. */
export function written({ journal, caps }: Book): Flush {
  const flush: Flush = [[waitOn]]
  if (journal.newWallets.size > 0) flush.push(insertWallets(journal.newWallets))
  if (journal.newGrants.size > 0) flush.push(insertGrants(journal.newGrants))
  if (journal.entries.length > 0) flush.push(insertEntries(journal.entries))
  if (journal.debits.length > 0) flush.push(insertDebits(journal.debits.toSorted(byKey)))
  if (journal.grants.size > 0)
    flush.push((journal.marked.size > 0 ? markGrants : updateGrants)(journal.grants))
  if (journal.wallets.size > 0) flush.push(updateWallets(journal.wallets))
  if (journal.newHolds.size > 0) flush.push(insertHolds(journal.newHolds))
  if (journal.holds.size > 0) flush.push(updateHolds(journal.holds))
  if (journal.reversed.size > 0) flush.push(updateDebits(journal.reversed))
  if (journal.reversals.length > 0) flush.push(insertReversals(journal.reversals))
  if (journal.revocations.length > 0) flush.push(insertRevocations(journal.revocations))
  if (journal.moves.length > 0) flush.push(insertMoves(journal.moves))
  if (journal.purchases.size > 0) flush.push(updatePurchases(journal.purchases))
  if (journal.transitions.length > 0) flush.push(insertTransitions(journal.transitions))
  if (journal.happenings.length > 0)
    flush.push([tell, ...happeningFields.map(({ array }) => array(journal.happenings))])
  if (journal.allotments.size > 0) flush.push(updateAllotments(journal.allotments))
  if (journal.recorded.length > 0) flush.push(insertRecorded(journal.recorded))
  const counters = [...caps.values()].flatMap(({ changed }) => [...changed])
  if (counters.length > 0) flush.push(upsertCounters(counters))
  flush.push([commit])
  return flush
}
