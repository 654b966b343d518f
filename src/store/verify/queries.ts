/**
 * What the replay reads, each in the order of the wallets and within one in the order in which it happened. Every
 * row carries its wallet's number, so that the streams are merged without comparing names, whose order is the
 * database's own.
 */
const numbered = `
  with w as (
    select account_id, credit_type, row_number() over (order by account_id, credit_type) as n from wallets
  )`

/** Milliseconds, as a whole number. */
const ms = (column: string): string => `(date_part('epoch', ${column}) * 1000)::bigint`

const inOrder = (
  table: string,
  alias: string,
  columns: string,
  order: string,
  join = '',
): string => `${numbered}
  select coalesce(w.n, 0), ${alias}.account_id, ${columns}
  from ${table} ${alias} ${join} left join w using (account_id, credit_type)
  order by account_id, credit_type, ${order}`

export const wallets = `
  select row_number() over (order by account_id, credit_type), account_id, credit_type, seq, available_micro,
    held_micro, debt_micro, ${ms('at')}, ${ms('next_due_at')},
    account_id in (select account_id from subscriptions where gives_to = 'seats')
  from wallets order by account_id, credit_type`

export const entries = `${numbered}
  select coalesce(w.n, 0) || ' ' || e.seq || ' ' || ${ms('e.at')} || ' ' || e.kind || ' ' || e.from_book || ' '
    || e.to_book || ' ' || e.amount_micro || ' ' || coalesce(e.grant_id, '-') || ' ' || e.available_micro || ' '
    || e.held_micro || ' ' || e.debt_micro || ' ' || e.cause_id
  from entries e left join w using (account_id, credit_type)
  order by account_id, credit_type, e.seq`

export const grants = inOrder(
  'grants',
  'g',
  `g.grant_id, g.amount_micro, g.remaining_micro, g.held_micro, g.revoked_micro, g.state, g.priority,
   g.scope_member, g.scope_project, g.scope_feature, ${ms('g.starts_at')}, ${ms('g.expires_at')}, g.rolling,
   ${ms('g.created_at')}, g.frozen_micro, g.frozen, g.written_off_micro, g.owed_micro`,
  'g.created_at',
)

export const moves = inOrder(
  'expiry_moves',
  'm',
  `m.grant_id, m.seq, ${ms('m.from_expires_at')}, ${ms('m.to_expires_at')}, ${ms('m.at')}`,
  'm.seq, m.from_expires_at',
  'left join (select account_id, grant_id, credit_type from grants where rolling) g using (account_id, grant_id)',
)

export const debits = `${numbered}
  select coalesce(w.n, 0) || ' ' || d.debit_id || ' ' || d.amount_micro || ' ' || d.reversed_micro || ' '
    || ${ms('d.at')} || ' ' || d.first_seq || ' ' || d.entry_count || ' ' || d.before_micro || ' ' || d.after_micro
    || ' ' || d.account_id, d.hold_id, d.member_id, d.project_id, d.feature_id
  from debits d left join w using (account_id, credit_type)
  where d.refused is null
  order by account_id, credit_type, d.first_seq`

export const holds = inOrder(
  'holds',
  'h',
  `h.hold_id, h.amount_micro, h.status, ${ms('h.ends_at')}, h.member_id, h.project_id, h.feature_id, h.receipt,
   h.captured_micro, h.debit_id, ${ms('h.created_at')}, ${ms('h.ended_at')}`,
  'h.created_at',
)

export const reversals = inOrder(
  'reversals',
  'r',
  `r.reversal_id, r.debit_id, r.amount_micro, r.expired_micro, ${ms('r.at')}`,
  'r.at',
  'left join (select account_id, debit_id, credit_type from debits) d using (account_id, debit_id)',
)

/** A refused debit burned nothing. Answers how many there are and some that did. */
export const refused = `
  select account_id, credit_type, debit_id from debits
  where refused is not null
    and (first_seq <> 0 or entry_count <> 0 or reversed_micro <> 0 or before_micro <> after_micro)
  order by account_id, debit_id`

export const strayWallets = `
  select w.account_id, w.credit_type, a.account_id is not null, t.credit_type is not null
  from wallets w left join accounts a using (account_id) left join credit_types t using (credit_type)
  where a.account_id is null or t.credit_type is null`
