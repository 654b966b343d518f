import type { Invariant } from '../../src/store/verify/breaches.ts'

/** What an owner's SQL can do to a sound ledger, and by which name `scrip verify` must tell it. */
export interface DataPlant {
  readonly wrong: string
  readonly sql: string
  readonly invariant: Invariant
}

/** One row of a table, by its place. */
const one = (table: string, where: string) =>
  `ctid = (select ctid from ${table} where ${where} order by ctid limit 1)`

/** Seats whose credits were granted. */
const dealt =
  'exists (select from grants g where g.account_id = seats.account_id and g.grant_id = seats.grant_id)'

/** Revocations of grants that nothing else takes back. */
const byHand = `exists (select from grants g where g.account_id = revocations.account_id
  and g.grant_id = revocations.grant_id and g.source = 'manual')`

/** Revocations that have entries. */
const entered = `exists (select from entries e where e.account_id = revocations.account_id
  and e.cause_id = revocations.revocation_id)`

/** The last moves of grants of which there is still something. */
const lastMoves = `expiry_moves m join grants g on g.account_id = m.account_id and g.grant_id = m.grant_id
  and g.expires_at = m.to_expires_at where g.state = 'open'`

const last = `(select account_id, credit_type, max(seq) from entries group by 1, 2)`

export const dataPlants: readonly DataPlant[] = [
  {
    wrong: 'an entry is missing in the middle',
    sql: `delete from entries where ${one('entries', "seq = 2 and kind = 'debit'")}`,
    invariant: 'entry_order',
  },
  {
    wrong: 'the last entry of a wallet is missing',
    sql: `delete from entries where ${one('entries', `(account_id, credit_type, seq) in ${last}`)}`,
    invariant: 'wallet_balance',
  },
  {
    wrong: 'an entry says another amount',
    sql: `update entries set amount_micro = amount_micro + 1 where ${one('entries', "kind = 'debit'")}`,
    invariant: 'entry_balance',
  },
  {
    wrong: 'a draw is there twice',
    sql: `insert into entries select e.account_id, e.credit_type, w.seq + 1, w.at, e.kind, e.from_book, e.to_book, 1,
        e.grant_id, e.cause_id, w.available_micro - 1, w.held_micro, w.debt_micro
      from entries e join wallets w using (account_id, credit_type)
      where e.kind = 'debit' and w.available_micro > 0 limit 1`,
    invariant: 'entry_cause',
  },
  {
    wrong: 'an entry is earlier than the one before it',
    sql: `update entries set at = at - interval '100 years' where ${one('entries', 'seq = 3')}`,
    invariant: 'entry_order',
  },
  {
    wrong: 'a wallet has a credit too many',
    sql: `update wallets set available_micro = available_micro + 1 where ${one('wallets', 'true')}`,
    invariant: 'wallet_balance',
  },
  {
    wrong: 'a wallet holds what no hold does',
    sql: `update wallets set held_micro = held_micro + 1 where ${one('wallets', 'true')}`,
    invariant: 'hold',
  },
  {
    wrong: 'a wallet owes what nobody lent',
    sql: `update wallets set debt_micro = debt_micro + 1 where ${one('wallets', 'true')}`,
    invariant: 'books_sum_to_zero',
  },
  {
    wrong: 'a wallet is gone',
    sql: `delete from wallets where ${one('wallets', 'seq > 0')}`,
    invariant: 'wallet_exists',
  },
  {
    wrong: 'a wallet forgets what falls due',
    sql: `update wallets w set next_due_at = null where exists (select from grants g where g.state = 'open'
      and g.account_id = w.account_id and g.credit_type = w.credit_type and g.expires_at is not null)`,
    invariant: 'next_due',
  },
  {
    wrong: 'a wallet looks a moment too late',
    sql: `update wallets w set next_due_at = next_due_at + interval '1 millisecond' where exists (
      select from grants g where g.state = 'open' and g.account_id = w.account_id
        and g.credit_type = w.credit_type and g.expires_at = w.next_due_at)`,
    invariant: 'next_due',
  },
  {
    wrong: 'a grant has a credit less',
    sql: `update grants set remaining_micro = remaining_micro - 1 where ${one('grants', 'remaining_micro > 1')}`,
    invariant: 'grant_balance',
  },
  {
    wrong: 'a grant expires at another moment',
    sql: `update grants set expires_at = expires_at - interval '1 millisecond' where grant_id in (
      select grant_id from entries where kind = 'expiry' and from_book = 'wallet' and grant_id = cause_id limit 1)`,
    invariant: 'grant_expiry',
  },
  {
    wrong: 'a grant is for somebody else',
    sql: `update grants g set scope_project = 'elsewhere' where scope_project is null and exists (
      select from entries e where e.kind = 'debit' and e.grant_id = g.grant_id and e.account_id = g.account_id)`,
    invariant: 'scope',
  },
  {
    wrong: 'grants were burned in another order than they say',
    sql: `update grants g set priority = priority + 1000 from entries e where e.kind in ('debit', 'hold')
      and e.grant_id = g.grant_id and e.account_id = g.account_id and e.available_micro > 0`,
    invariant: 'draw_order',
  },
  {
    wrong: 'a debit says another amount',
    sql: `update debits set amount_micro = amount_micro + 1 where ${one('debits', 'refused is null')}`,
    invariant: 'debit',
  },
  {
    wrong: 'a debit is gone',
    sql: `delete from debits where ${one('debits', 'refused is null')}`,
    invariant: 'entry_cause',
  },
  {
    wrong: 'a debit says another balance',
    sql: `update debits set before_micro = before_micro + 1 where ${one('debits', 'refused is null')}`,
    invariant: 'debit',
  },
  {
    wrong: 'a refused debit says that it burned',
    sql: `update debits set entry_count = 1, first_seq = 1 where ${one('debits', 'refused is not null')}`,
    invariant: 'debit',
  },
  {
    wrong: 'a debit says less as reversed than went back',
    sql: `update debits set reversed_micro = reversed_micro - 1 where ${one('debits', 'reversed_micro > 1')}`,
    invariant: 'reversal',
  },
  {
    wrong: 'a reversal is there without entries',
    sql: `insert into reversals select account_id, 'rev_x', debit_id, 1, 0, null, at from debits
      where refused is null limit 1`,
    invariant: 'reversal',
  },
  {
    wrong: 'an open hold is leaked',
    sql: `update holds set status = 'released', ended_at = created_at where ${one('holds', "status = 'open'")}`,
    invariant: 'hold',
  },
  {
    wrong: 'an ended hold is open again',
    sql: `update holds set status = 'open' where ${one('holds', "status = 'captured'")}`,
    invariant: 'hold',
  },
  {
    wrong: 'a receipt says another grant',
    sql: `update holds set receipt = 'grt_x:' || amount_micro where ${one('holds', 'true')}`,
    invariant: 'hold',
  },
  {
    wrong: 'a counter is one off',
    sql: `update cap_counters c set used_micro = used_micro + 1 from caps where caps.account_id = c.account_id
      and caps.subject = c.subject and caps.subject_id = c.subject_id and caps.unit = c.unit
      and caps.period = c.period and c.period = 'total'`,
    invariant: 'cap_counter',
  },
  {
    wrong: 'a counter counts a period that has not begun',
    sql: `update cap_counters c set used_micro = 0, period_start = period_start + interval '1 year' from caps
      where caps.account_id = c.account_id and caps.subject = c.subject and caps.subject_id = c.subject_id
        and caps.unit = c.unit and caps.period = c.period`,
    invariant: 'cap_counter',
  },
  {
    wrong: 'a bucket did not move',
    sql: `with moved as (select m.* from ${lastMoves}),
      gone as (delete from expiry_moves m using moved where m.account_id = moved.account_id
        and m.grant_id = moved.grant_id and m.seq = moved.seq)
      update grants g set expires_at = moved.from_expires_at from moved
      where g.account_id = moved.account_id and g.grant_id = moved.grant_id`,
    invariant: 'grant_expiry',
  },
  {
    wrong: 'a bucket moved further than anybody bought',
    sql: `with moved as (update expiry_moves e set to_expires_at = e.to_expires_at + interval '1 day'
        from (select m.* from ${lastMoves}) m
        where e.account_id = m.account_id and e.grant_id = m.grant_id and e.seq = m.seq returning e.*)
      update grants g set expires_at = moved.to_expires_at from moved
      where g.account_id = moved.account_id and g.grant_id = moved.grant_id`,
    invariant: 'grant_expiry',
  },
  {
    wrong: 'a grant says less as frozen than is',
    sql: `update grants set frozen_micro = frozen_micro - 1 where ${one('grants', 'frozen_micro > 0')}`,
    invariant: 'freeze',
  },
  {
    wrong: 'a grant is not frozen any more, and what was frozen is',
    sql: `update grants set frozen = false where ${one('grants', 'frozen_micro > 0')}`,
    invariant: 'freeze',
  },
  {
    wrong: 'a purchase is disputed and its grant is not frozen',
    sql: `update purchases set frozen = false where ${one('purchases', 'frozen')}`,
    invariant: 'purchase',
  },
  {
    wrong: 'a freeze is no longer in the entries',
    sql: `update entries set kind = 'hold' where ${one('entries', "kind = 'freeze'")}`,
    invariant: 'entry_cause',
  },
  {
    wrong: 'more is written off than was taken back',
    sql: `update grants set written_off_micro = written_off_micro + 1 where ${one('grants', 'revoked_micro > written_off_micro and expires_at is null')}`,
    invariant: 'grant_balance',
  },
  {
    wrong: 'something is written off of which nothing was spent',
    sql: `update grants set revoked_micro = 1, written_off_micro = 1
      where ${one('grants', 'remaining_micro = amount_micro and revoked_micro = 0')}`,
    invariant: 'write_off',
  },
  {
    wrong: 'a purchase forgets that it was granted',
    sql: `update purchases set granted_at = null where ${one('purchases', 'granted_at is not null')}`,
    invariant: 'purchase',
  },
  {
    wrong: 'the grant of a purchase is not there',
    sql: `update purchases set grant_id = 'grt_none' where ${one('purchases', 'granted_at is not null')}`,
    invariant: 'purchase',
  },
  {
    wrong: 'a purchase says another amount than was granted',
    sql: `update purchases set credits_micro = credits_micro + 1 where ${one('purchases', 'granted_at is not null')}`,
    invariant: 'purchase',
  },
  {
    wrong: 'a purchase says that more was taken back than was',
    sql: `update purchases set revoked_micro = credits_micro where ${one('purchases', "state = 'paid'")}`,
    invariant: 'purchase',
  },
  {
    wrong: 'a purchase that was never paid has a grant',
    sql: `update purchases set state = 'failed' where ${one('purchases', "state = 'paid'")}`,
    invariant: 'purchase',
  },
  {
    wrong: 'a transition is missing',
    sql: `delete from purchase_transitions where ${one('purchase_transitions', 'seq = 2')}`,
    invariant: 'purchase_transition',
  },
  {
    wrong: 'a purchase is in another state than its last transition says',
    sql: `update purchases set state = 'won' where ${one('purchases', "state = 'paid'")}`,
    invariant: 'purchase_transition',
  },
  {
    wrong: 'the purchase that bills a subscription has a grant',
    sql: `update purchases set subscription_id = 'sub_x' where ${one('purchases', 'granted_at is not null')}`,
    invariant: 'purchase',
  },
  {
    wrong: 'a seat is in other hands than its credits',
    sql: `update seats set member_id = 'carl' where ${one('seats', `member_id is not null and ${dealt}`)}`,
    invariant: 'seat',
  },
  {
    wrong: 'a seat has more than it was given',
    sql: `update seats set allotment_micro = 0 where ${one('seats', dealt)}`,
    invariant: 'seat',
  },
  {
    wrong: 'the credits of a seat came by no subscription',
    sql: `update grants set source = 'manual' where (account_id, grant_id) in (select account_id, grant_id from seats)`,
    invariant: 'seat',
  },
  {
    wrong: 'two seats have the same credits',
    sql: `insert into seats select account_id, subscription_id, 'seat_x', null, grant_id, allotment_micro, 0
      from seats limit 1`,
    invariant: 'seat',
  },
  {
    wrong: 'a seat is of no subscription',
    sql: `update seats set subscription_id = 'sub_x' where ${one('seats', 'true')}`,
    invariant: 'seat',
  },
  {
    wrong: 'an allotment has been waiting for long',
    sql: `update allotments set done_at = null, at = '2020-01-01' where ${one('allotments', 'true')}`,
    invariant: 'allotment',
  },
  {
    wrong: 'something comes back that was never taken',
    sql: `update entries set kind = 'restoration', from_book = 'revoked' where ${one('entries', "kind = 'grant'")}`,
    invariant: 'restoration',
  },
  {
    wrong: 'a purchase that was not refunded says that some of its credits are taken',
    sql: `update purchases set revoked_micro = 1 where ${one('purchases', "state = 'paid' and revoked_micro = 0 and granted_at is not null")}`,
    invariant: 'purchase',
  },
  {
    wrong: 'a revocation says another amount than its entries',
    sql: `update revocations set revoked_micro = revoked_micro + 1 where ${one('revocations', 'revoked_micro > 0')}`,
    invariant: 'revocation',
  },
  {
    wrong: 'a revocation is gone whose entries are there',
    sql: `delete from revocations where ${one('revocations', `${byHand} and revoked_micro > 0 and ${entered}`)}`,
    invariant: 'revocation',
  },
  {
    wrong: 'a revocation is gone that only wrote off',
    sql: `delete from revocations where ${one('revocations', `${byHand} and written_off_micro > 0 and not ${entered}`)}`,
    invariant: 'revocation',
  },
  {
    wrong: 'a revocation is of a grant that is not there',
    sql: `update revocations set grant_id = 'grt_none' where ${one('revocations', 'true')}`,
    invariant: 'revocation',
  },
  {
    wrong: 'a revocation is of another time than its entries',
    sql: `update revocations set at = at + interval '1 millisecond' where ${one('revocations', entered)}`,
    invariant: 'revocation',
  },
  {
    wrong: 'what was spent is owed and written off',
    sql: `update revocations set spent = 'write_off' where ${one('revocations', 'debt_micro > 0')}`,
    invariant: 'revocation',
  },
  {
    wrong: 'a grant says another amount as owed',
    sql: `update grants set owed_micro = owed_micro + 1 where ${one('grants', 'revoked_micro > 0')}`,
    invariant: 'debt',
  },
]
