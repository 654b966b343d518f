import type { Instant } from '../../core/instant.ts'
import type { Book } from '../../core/ledger/book.ts'
import type { Flush, Statement } from '../connection.ts'
import { KEPT_MS } from '../kept.ts'
import { isoOf } from './arrays.ts'
import { type Field, inserting, names, parameters, updating } from './field.ts'
import {
  counterFields,
  debitFields,
  entryFields,
  grantChange,
  grantFields,
  holdChange,
  holdFields,
  moveFields,
  recordedFields,
  reversalFields,
  reversedFields,
  walletFields,
} from './fields.ts'

const insertEntries = inserting('entries', entryFields)
const insertDebits = inserting('debits', debitFields)
const insertWallets = inserting('wallets', walletFields)
const updateWallets = updating('wallets', walletFields, 2)
const insertGrants = inserting('grants', grantFields)
const updateGrants = updating('grants', grantChange, 2)
const insertHolds = inserting('holds', holdFields)
const updateHolds = updating('holds', holdChange, 2)
const updateDebits = updating('debits', reversedFields, 2)
const insertReversals = inserting('reversals', reversalFields)
const insertMoves = inserting('expiry_moves', moveFields)

const upsertCounters: Statement = {
  name: 'upsert_counters',
  text: `${inserting('cap_counters', counterFields).text}
    on conflict (account_id, subject, subject_id, unit, period)
    do update set period_start = excluded.period_start, used_micro = excluded.used_micro`,
}

/**
 * A key of more than a day ago is void and is taken over. A fresher one can only be there because another wallet's
 * batch used it at this very moment: the null makes the statement fail, and the retry finds that key's answer.
 */
const insertRecorded: Statement = {
  name: 'insert_recorded',
  text: `insert into idempotency_keys (${names(recordedFields)}, created_at)
    select v.*, $5::timestamptz from unnest(${parameters(recordedFields)}) as v
    on conflict (account_id, key) do update set
      fingerprint = case when idempotency_keys.created_at <= $6::timestamptz then excluded.fingerprint end,
      answer = excluded.answer, created_at = excluded.created_at`,
}

const commit: Statement = { name: 'commit', text: 'commit' }
export const rollback: Statement = { name: 'rollback', text: 'rollback' }

/** Everything a batch decided, as statements that end with the commit. */
export function written({ journal, caps }: Book, now: Instant): Flush {
  const flush: Flush = []
  const add = <T>(
    statement: Statement,
    fields: readonly Field<T>[],
    rows: Iterable<T> & { length?: number; size?: number },
  ) => {
    if ((rows.length ?? rows.size) !== 0) flush.push([statement, ...arraysOf(fields, rows)])
  }
  add(insertWallets, walletFields, journal.newWallets)
  add(insertGrants, grantFields, journal.newGrants)
  add(insertEntries, entryFields, journal.entries)
  add(insertDebits, debitFields, journal.debits)
  add(updateGrants, grantChange, journal.grants)
  add(updateWallets, walletFields, journal.wallets)
  add(insertHolds, holdFields, journal.newHolds)
  add(updateHolds, holdChange, journal.holds)
  add(updateDebits, reversedFields, journal.reversed)
  add(insertReversals, reversalFields, journal.reversals)
  add(insertMoves, moveFields, journal.moves)
  add(upsertCounters, counterFields, changedCounters(caps))
  if (journal.recorded.length > 0)
    flush.push([
      insertRecorded,
      ...arraysOf(recordedFields, journal.recorded),
      isoOf(now),
      isoOf(now - KEPT_MS),
    ])
  flush.push([commit])
  return flush
}

const changedCounters = (caps: Book['caps']) => [...caps.values()].flatMap(({ changed }) => [...changed])

const arraysOf = <T>(fields: readonly Field<T>[], rows: Iterable<T>): string[] =>
  fields.map(({ array }) => array(rows))
