import type { AccountCaps } from '../../core/caps/check.ts'
import type { Instant } from '../../core/instant.ts'
import type { Book, Journal } from '../../core/ledger/book.ts'
import type { Debit } from '../../core/ledger/debit.ts'
import type { Grant } from '../../core/ledger/grant.ts'
import type { Hold } from '../../core/ledger/hold.ts'
import type { Wallet } from '../../core/ledger/wallet.ts'
import { answerText } from '../answer-json.ts'
import type { Flush, Statement } from '../connection.ts'
import { KEPT_MS } from '../kept.ts'
import { drawsText } from '../rows.ts'
import { InstantColumn, isoOf, PlainColumn, TextColumn } from './arrays.ts'

type Column = TextColumn | PlainColumn | InstantColumn

/**
 * One table's rows as one statement with an array a column. `set` pairs each column's name with how its value is
 * read off a row, so that a column and its value can't come apart.
 */
interface Field<T> {
  readonly name: string
  readonly type: string
  readonly of: (row: T) => never
}

const text = <T>(name: string, of: (row: T) => string | null): Field<T> => ({
  name,
  type: 'text',
  of: of as never,
})
const bigint = <T>(name: string, of: (row: T) => bigint | number | null): Field<T> => ({
  name,
  type: 'bigint',
  of: of as never,
})
const instant = <T>(name: string, of: (row: T) => Instant | null): Field<T> => ({
  name,
  type: 'timestamptz',
  of: of as never,
})
const plain = <T>(
  name: string,
  type: string,
  of: (row: T) => string | number | boolean | null,
): Field<T> => ({
  name,
  type,
  of: of as never,
})

function columnsOf<T>(fields: readonly Field<T>[], rows: Iterable<T>): string[] {
  return fields.map(({ type, of }) => {
    const column: Column =
      type === 'text' ? new TextColumn() : type === 'timestamptz' ? new InstantColumn() : new PlainColumn()
    for (const row of rows) column.push(of(row))
    return String(column)
  })
}

const parameters = <T>(fields: readonly Field<T>[]): string =>
  fields.map(({ type }, i) => `$${i + 1}::${type}[]`).join(', ')
const names = <T>(fields: readonly Field<T>[]): string => fields.map(({ name }) => name).join(', ')

const inserting = <T>(table: string, fields: readonly Field<T>[]): Statement => ({
  name: `insert_${table}`,
  text: `insert into ${table} (${names(fields)}) select * from unnest(${parameters(fields)})`,
})

/**
 * Updates by the first `keys` fields. The rows are found one by one through their key, and changed where they were
 * found: joined, a plan that was made while the table was small would read the whole table for ever after. Nobody
 * moves them in between, because their wallet is locked.
 */
const updating = <T>(table: string, fields: readonly Field<T>[], keys: number): Statement => ({
  name: `update_${table}`,
  text: `update ${table} t set ${fields
    .slice(keys)
    .map(({ name }) => `${name} = v.${name}`)
    .join(', ')}
    from unnest(${parameters(fields)}) as v (${names(fields)})
    cross join lateral (
      select f.ctid from ${table} f where ${fields
        .slice(0, keys)
        .map(({ name }) => `f.${name} = v.${name}`)
        .join(' and ')} offset 0
    ) found
    where t.ctid = found.ctid`,
})

const entryFields: Field<Journal['entries'][number]>[] = [
  text('account_id', (e) => e.account),
  text('credit_type', (e) => e.credit_type),
  bigint('seq', (e) => e.seq),
  instant('at', (e) => e.at),
  plain('kind', 'entry_kind', (e) => e.kind),
  plain('from_book', 'book', (e) => e.from),
  plain('to_book', 'book', (e) => e.to),
  bigint('amount_micro', (e) => e.amount_micro),
  text('grant_id', (e) => e.grant),
  text('cause_id', (e) => e.cause),
  bigint('available_micro', (e) => e.available_micro),
  bigint('held_micro', (e) => e.held_micro),
  bigint('debt_micro', (e) => e.debt_micro),
]

const debitFields: Field<Debit>[] = [
  text('account_id', (d) => d.account),
  text('debit_id', (d) => d.id),
  text('key', (d) => d.key),
  text('credit_type', (d) => d.credit_type),
  text('refused', (d) => d.refused),
  bigint('amount_micro', (d) => d.amount_micro),
  bigint('reversed_micro', (d) => d.reversed_micro),
  text('member_id', (d) => d.usage.member),
  text('project_id', (d) => d.usage.project),
  text('feature_id', (d) => d.usage.feature),
  text('api_key', (d) => d.api_key),
  text('hold_id', (d) => d.hold),
  bigint('unit_price_micro', (d) => d.unit_price_micro),
  text('metadata', (d) => d.metadata),
  instant('occurred_at', (d) => d.occurred_at),
  instant('at', (d) => d.at),
  bigint('first_seq', (d) => d.first_seq),
  plain('entry_count', 'integer', (d) => d.entry_count),
  bigint('before_micro', (d) => d.before_micro),
  bigint('after_micro', (d) => d.after_micro),
  text('caps', (d) => (d.caps.length === 0 ? null : answerText(d.caps))),
]

const walletFields: Field<Wallet>[] = [
  text('account_id', (w) => w.account),
  text('credit_type', (w) => w.credit_type),
  bigint('seq', (w) => w.seq),
  bigint('available_micro', (w) => w.available_micro),
  bigint('held_micro', (w) => w.held_micro),
  bigint('debt_micro', (w) => w.debt_micro),
  instant('at', (w) => w.at),
  instant('next_due_at', (w) => w.next_due_at),
]

const grantChange: Field<Grant>[] = [
  text('account_id', (g) => g.account),
  text('grant_id', (g) => g.id),
  bigint('remaining_micro', (g) => g.remaining_micro),
  bigint('held_micro', (g) => g.held_micro),
  bigint('revoked_micro', (g) => g.revoked_micro),
  plain('state', 'grant_state', (g) => g.state),
  instant('expires_at', (g) => g.expires_at),
]

const grantFields: Field<Grant>[] = [
  ...grantChange,
  text('credit_type', (g) => g.credit_type),
  text('source', (g) => g.source),
  bigint('amount_micro', (g) => g.amount_micro),
  plain('priority', 'integer', (g) => g.priority),
  text('scope_member', (g) => g.scope.member),
  text('scope_project', (g) => g.scope.project),
  text('scope_feature', (g) => g.scope.feature),
  instant('starts_at', (g) => g.starts_at),
  plain('rolling', 'boolean', (g) => g.rolling),
  text('metadata', (g) => g.metadata),
  instant('created_at', (g) => g.created_at),
]

const holdChange: Field<Hold>[] = [
  text('account_id', (h) => h.account),
  text('hold_id', (h) => h.id),
  plain('status', 'hold_status', (h) => h.status),
  instant('ends_at', (h) => h.ends_at),
  bigint('captured_micro', (h) => h.captured_micro),
  text('debit_id', (h) => h.debit),
  instant('ended_at', (h) => h.ended_at),
]

const holdFields: Field<Hold>[] = [
  ...holdChange,
  text('credit_type', (h) => h.credit_type),
  bigint('amount_micro', (h) => h.amount_micro),
  text('member_id', (h) => h.usage.member),
  text('project_id', (h) => h.usage.project),
  text('feature_id', (h) => h.usage.feature),
  text('api_key', (h) => h.api_key),
  text('metadata', (h) => h.metadata),
  bigint('unit_price_micro', (h) => h.unit_price_micro),
  text('receipt', (h) => drawsText(h.receipt)),
  instant('created_at', (h) => h.created_at),
]

const reversedFields: Field<Debit>[] = [
  text('account_id', (d) => d.account),
  text('debit_id', (d) => d.id),
  bigint('reversed_micro', (d) => d.reversed_micro),
]

const reversalFields: Field<Journal['reversals'][number]>[] = [
  text('account_id', (r) => r.account),
  text('reversal_id', (r) => r.id),
  text('debit_id', (r) => r.debit),
  bigint('amount_micro', (r) => r.amount_micro),
  bigint('expired_micro', (r) => r.expired_micro),
  text('reason', (r) => r.reason),
  instant('at', (r) => r.at),
]

const moveFields: Field<Journal['moves'][number]>[] = [
  text('account_id', (m) => m.account),
  text('grant_id', (m) => m.grant),
  bigint('seq', (m) => m.seq),
  instant('from_expires_at', (m) => m.from),
  instant('to_expires_at', (m) => m.to),
  instant('at', (m) => m.at),
]

const counterFields: Field<AccountCaps['changed'] extends Set<infer C> ? C : never>[] = [
  text('account_id', (c) => c.account),
  text('subject', (c) => c.subject),
  text('subject_id', (c) => c.subject_id),
  text('unit', (c) => c.unit),
  text('period', (c) => c.period),
  instant('period_start', (c) => c.period_start),
  bigint('used_micro', (c) => c.used_micro),
]

const recordedFields: Field<Journal['recorded'][number]>[] = [
  text('account_id', (r) => r.account),
  text('key', (r) => r.key),
  text('fingerprint', (r) => r.fingerprint),
  text('answer', (r) => answerText(r.answer)),
]

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
    if ((rows.length ?? rows.size) !== 0) flush.push([statement, ...columnsOf(fields, rows)])
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
      ...columnsOf(recordedFields, journal.recorded),
      isoOf(now),
      isoOf(now - KEPT_MS),
    ])
  flush.push([commit])
  return flush
}

const changedCounters = (caps: Book['caps']) => [...caps.values()].flatMap(({ changed }) => [...changed])
