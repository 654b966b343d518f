/** What `scrip verify` proves, by the names under which it reports a breach. */
export type Invariant =
  | 'books_sum_to_zero'
  | 'wallet_exists'
  | 'entry_order'
  | 'entry_balance'
  | 'entry_cause'
  | 'wallet_balance'
  | 'next_due'
  | 'debt'
  | 'grant_balance'
  | 'grant_start'
  | 'grant_expiry'
  | 'freeze'
  | 'write_off'
  | 'restoration'
  | 'scope'
  | 'draw_order'
  | 'debit'
  | 'reversal'
  | 'revocation'
  | 'hold'
  | 'cap_counter'
  | 'purchase'
  | 'purchase_transition'
  | 'seat'
  | 'allotment'
  | 'ledger_days'

export interface Breach {
  readonly invariant: Invariant
  readonly account: string
  readonly credit_type: string
  readonly what: string
}

/** Every breach is counted; only the first ones are kept, because a ledger that is all wrong must not fill memory. */
const MOST_KEPT = 1000

export class Breaches {
  readonly kept: Breach[] = []
  count = 0

  add(invariant: Invariant, account: string, credit_type: string, what: string): void {
    this.count += 1
    if (this.kept.length < MOST_KEPT) this.kept.push({ invariant, account, credit_type, what })
  }
}
