import type { Counter } from '../../core/caps/cap.ts'
import type { LoadedAllotment } from '../../core/ledger/book.ts'
import type { Debit } from '../../core/ledger/debit.ts'
import type { Grant } from '../../core/ledger/grant.ts'
import type { Hold } from '../../core/ledger/hold.ts'
import type { Journal } from '../../core/ledger/journal.ts'
import type { Wallet } from '../../core/ledger/wallet.ts'
import type { Purchase, Transition } from '../../core/purchases/purchase.ts'
import type { Happening } from '../../core/webhooks/happening.ts'
import { answerText } from '../ledger/answer-json.ts'
import { drawsText } from '../ledger/rows.ts'
import { factsText } from '../purchases/purchase-rows.ts'
import { bigint, ctid, type Field, instant, plain, text } from './field.ts'

/** How the ledger's nouns are written into their tables. */

export const entryFields: Field<Journal['entries'][number]>[] = [
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
  bigint('held_micro', (e) => e.held_micro, 0n),
  bigint('debt_micro', (e) => e.debt_micro, 0n),
]

export const debitFields: Field<Debit>[] = [
  text('account_id', (d) => d.account),
  text('debit_id', (d) => d.id),
  text('key', (d) => d.key),
  text('credit_type', (d) => d.credit_type),
  text('refused', (d) => d.refused, null),
  text('detail', (d) => d.detail, null),
  bigint('amount_micro', (d) => d.amount_micro),
  bigint('reversed_micro', (d) => d.reversed_micro, 0n),
  text('member_id', (d) => d.usage.member, null),
  text('project_id', (d) => d.usage.project, null),
  text('feature_id', (d) => d.usage.feature, null),
  text('api_key', (d) => d.api_key, null),
  text('hold_id', (d) => d.hold, null),
  bigint('unit_price_micro', (d) => d.unit_price_micro, null),
  text('metadata', (d) => d.metadata, null),
  instant('occurred_at', (d) => d.occurred_at, null),
  instant('at', (d) => d.at),
  instant('counted_at', (d) => d.counted_at, null),
  bigint('first_seq', (d) => d.first_seq),
  plain('entry_count', 'integer', (d) => d.entry_count, 1),
  bigint('before_micro', (d) => d.before_micro),
  bigint('after_micro', (d) => d.after_micro),
  text('caps', (d) => (d.caps.length === 0 ? null : answerText(d.caps)), null),
]

const walletState: Field<Wallet>[] = [
  bigint('seq', (w) => w.seq),
  bigint('available_micro', (w) => w.available_micro),
  bigint('held_micro', (w) => w.held_micro),
  bigint('debt_micro', (w) => w.debt_micro),
  instant('at', (w) => w.at),
  instant('next_due_at', (w) => w.next_due_at),
]

export const walletChange: Field<Wallet>[] = [ctid(), ...walletState]

export const walletFields: Field<Wallet>[] = [
  text('account_id', (w) => w.account),
  text('credit_type', (w) => w.credit_type),
  ...walletState,
]

const grantState: Field<Grant>[] = [
  bigint('remaining_micro', (g) => g.remaining_micro),
  bigint('held_micro', (g) => g.held_micro),
  bigint('revoked_micro', (g) => g.revoked_micro),
  plain('state', 'grant_state', (g) => g.state),
  instant('expires_at', (g) => g.expires_at),
]

export const grantChange: Field<Grant>[] = [ctid(), ...grantState]

/** Where more changed than a draw changes. */
export const grantMark: Field<Grant>[] = [
  ...grantChange,
  bigint('frozen_micro', (g) => g.frozen_micro),
  plain('frozen', 'boolean', (g) => g.frozen),
  bigint('written_off_micro', (g) => g.written_off_micro),
  bigint('owed_micro', (g) => g.owed_micro),
]

export const grantFields: Field<Grant>[] = [
  text('account_id', (g) => g.account),
  text('grant_id', (g) => g.id),
  ...grantState,
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
  bigint('frozen_micro', (g) => g.frozen_micro, 0n),
  plain('frozen', 'boolean', (g) => g.frozen, false),
  bigint('written_off_micro', (g) => g.written_off_micro, 0n),
  bigint('owed_micro', (g) => g.owed_micro, 0n),
]

export const holdChange: Field<Hold>[] = [
  text('account_id', (h) => h.account),
  text('hold_id', (h) => h.id),
  plain('status', 'hold_status', (h) => h.status),
  instant('ends_at', (h) => h.ends_at),
  bigint('captured_micro', (h) => h.captured_micro),
  text('debit_id', (h) => h.debit),
  instant('ended_at', (h) => h.ended_at),
]

export const holdFields: Field<Hold>[] = [
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
  text('caps', (h) => (h.caps.length === 0 ? null : answerText(h.caps)), null),
  instant('created_at', (h) => h.created_at),
  instant('counted_at', (h) => h.counted_at, null),
]

export const reversedFields: Field<Debit>[] = [
  text('account_id', (d) => d.account),
  text('debit_id', (d) => d.id),
  bigint('reversed_micro', (d) => d.reversed_micro),
]

export const reversalFields: Field<Journal['reversals'][number]>[] = [
  text('account_id', (r) => r.account),
  text('reversal_id', (r) => r.id),
  text('debit_id', (r) => r.debit),
  bigint('amount_micro', (r) => r.amount_micro),
  bigint('expired_micro', (r) => r.expired_micro),
  text('reason', (r) => r.reason),
  instant('at', (r) => r.at),
]

export const revocationFields: Field<Journal['revocations'][number]>[] = [
  text('account_id', (r) => r.account),
  text('revocation_id', (r) => r.id),
  text('grant_id', (r) => r.grant),
  bigint('revoked_micro', (r) => r.revoked_micro),
  bigint('debt_micro', (r) => r.debt_micro),
  bigint('written_off_micro', (r) => r.written_off_micro),
  text('spent', (r) => r.spent),
  text('reason', (r) => r.reason),
  instant('at', (r) => r.at),
]

export const moveFields: Field<Journal['moves'][number]>[] = [
  text('account_id', (m) => m.account),
  text('grant_id', (m) => m.grant),
  bigint('seq', (m) => m.seq),
  instant('from_expires_at', (m) => m.from),
  instant('to_expires_at', (m) => m.to),
  instant('at', (m) => m.at),
]

export const counterFields: Field<Counter>[] = [
  text('account_id', (c) => c.account),
  text('subject', (c) => c.subject),
  text('subject_id', (c) => c.subject_id),
  text('unit', (c) => c.unit),
  text('period', (c) => c.period),
  instant('period_start', (c) => c.period_start),
  bigint('used_micro', (c) => c.used_micro),
]

export const recordedFields: Field<Journal['recorded'][number]>[] = [
  text('account_id', (r) => r.account),
  text('key', (r) => r.key),
  text('fingerprint', (r) => r.fingerprint),
  text('answer', (r) => answerText(r.answer)),
  instant('created_at', (r) => r.at),
]

export const purchaseChange: Field<Purchase>[] = [
  text('account_id', (p) => p.account),
  text('purchase_id', (p) => p.id),
  plain('state', 'purchase_state', (p) => p.state),
  text('attempt', (p) => p.attempt),
  text('facts', (p) => factsText(p.facts)),
  bigint('total_minor', (p) => p.facts.total_minor),
  text('invoice_id', (p) => p.facts.invoice?.id ?? null),
  instant('granted_at', (p) => p.granted_at),
  bigint('revoked_micro', (p) => p.revoked_micro),
  plain('frozen', 'boolean', (p) => p.frozen),
  bigint('remaining_before_micro', (p) => p.remaining_before_micro),
  bigint('remaining_after_micro', (p) => p.remaining_after_micro),
  instant('check_at', (p) => p.check_at),
  instant('updated_at', (p) => p.updated_at),
]

export const allotmentChange: Field<LoadedAllotment>[] = [
  text('account_id', (a) => a.account),
  text('allotment_id', (a) => a.id),
  instant('done_at', (a) => a.done_at),
]

export const transitionFields: Field<Transition>[] = [
  text('account_id', (t) => t.account),
  text('purchase_id', (t) => t.purchase),
  plain('seq', 'integer', (t) => t.seq),
  plain('from_state', 'purchase_state', (t) => t.from),
  plain('to_state', 'purchase_state', (t) => t.to),
  text('cause', (t) => t.cause),
  instant('at', (t) => t.at),
]

/** In the order in which `happened` names them. */
export const happeningFields: Field<Happening>[] = [
  text('account_id', (h) => h.account),
  text('event_id', (h) => h.event),
  text('type', (h) => h.type),
  text('subject', (h) => answerText(h.subject)),
  instant('at', (h) => h.at),
]
