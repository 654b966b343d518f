import type { Breaches, Invariant } from './breaches.ts'
import { endDebit, type Kept, type OpenDebit } from './burns.ts'
import { checkEnd } from './end.ts'
import { explain } from './explain.ts'
import { type GrantReplay, Grants, isLeftBehind, NOBODY } from './grant-replay.ts'
import { type HoldReplay, holdReplay } from './hold-replay.ts'
import type { Reversible } from './reversals.ts'
import type { DebitRow, Entry, HoldRow, ReversalRow, WalletRow } from './rows.ts'

/** The entries of one cause that belong together, while not all of them have come. */
interface Group {
  readonly cause: string
  readonly what: string
  missing: bigint
  kept: Kept
}

/** One wallet, entry by entry: what its rows must say follows from the entries alone. */
export class WalletReplay {
  readonly row: WalletRow
  readonly grants = new Grants()
  readonly holds = new Map<string, HoldReplay>()
  readonly reversals = new Map<string, ReversalRow>()
  readonly reversible = new Map<string, Reversible>()
  readonly #breaches: Breaches
  seq = 0
  at = Number.NEGATIVE_INFINITY
  available = 0n
  held = 0n
  debt = 0n
  group: Group | null = null
  debit: OpenDebit | null = null
  last: Entry | null = null

  constructor(row: WalletRow, breaches: Breaches) {
    this.row = row
    this.#breaches = breaches
  }

  breach(invariant: Invariant, what: string): void {
    this.#breaches.add(invariant, this.row.account, this.row.credit_type, what)
  }

  know(hold: HoldRow): void {
    this.holds.set(hold.id, holdReplay(hold))
  }

  /** Takes the next entry, with the debit that begins with it if one does. */
  apply(entry: Entry, begins: DebitRow | null): void {
    this.#checkStaysFrozen(entry)
    this.#checkPlace(entry)
    const grant = this.grants.byId.get(entry.grant)
    this.#moveExpiries(entry, grant)
    this.#checkBoundary(entry)
    if (!grant)
      this.breach('entry_cause', `entry ${entry.seq} names ${entry.grant}, which is no grant of the wallet`)
    else {
      if (begins) this.#beginDebit(begins, entry)
      explain(this, entry, grant)
      this.#shift(entry, grant)
    }
    this.#move(entry)
    if (this.debit && this.debit.draws.length === this.debit.row.entry_count) endDebit(this, this.debit)
    this.last = entry
  }

  /** After the last entry: nothing may be half done, and every row must say what the replay has come to. */
  end(): void {
    for (const wrong of this.grants.moveTo(Number.POSITIVE_INFINITY)) this.breach('grant_expiry', wrong)
    this.#checkStaysFrozen(null)
    this.#endGroup()
    this.#checkDebtIsPaid()
    checkEnd(this)
  }

  /** Each purchase of a rolling type moves what is left of its bucket just before its own entry. */
  #moveExpiries({ kind, seq, at }: Entry, grant: GrantReplay | undefined): void {
    const bought = kind === 'grant' && grant?.row.rolling ? grant : null
    if (bought) this.grants.roll(bought, at)
    for (const wrong of this.grants.moveTo(seq)) this.breach('grant_expiry', wrong)
    if (bought) for (const left of this.grants.leftBehind()) this.#tellLeftBehind(left, seq)
  }

  #tellLeftBehind({ row }: GrantReplay, seq: number): void {
    this.breach(
      'grant_expiry',
      `the expiry of the grant ${row.id} was not moved with its bucket by entry ${seq}`,
    )
  }

  #checkPlace({ seq, at }: Entry): void {
    if (seq !== this.seq + 1) this.breach('entry_order', `entry ${seq} comes after entry ${this.seq}`)
    if (at < this.at) this.breach('entry_order', `entry ${seq} is earlier than the one before it`)
    this.seq = seq
    this.at = at
  }

  /** What comes back to a grant of which some is frozen must be frozen by the very next entry. */
  #checkStaysFrozen(next: Entry | null): void {
    const grant = this.last && this.grants.byId.get(this.last.grant)
    if (!grant || grant.frozen === 0n || grant.left === 0n) return
    if (next?.kind !== 'freeze' || next.grant !== grant.row.id)
      this.breach('freeze', `the grant ${grant.row.id} is frozen and can be drawn after entry ${this.seq}`)
  }

  /** Where another cause begins, the one before must be complete, and a debt paid as far as there is anything. */
  #checkBoundary({ cause, kind }: Entry): void {
    if (this.last?.cause === cause) return
    if (this.group !== null || this.debit !== null) this.#endGroup()
    if (this.debt > 0n && kind !== 'debt') this.#checkDebtIsPaid()
  }

  #endGroup(): void {
    if (this.group && this.group.missing !== 0n)
      this.breach(
        'entry_cause',
        `${this.group.what} ${this.group.cause} is not complete after entry ${this.seq}`,
      )
    this.group = null
    if (this.debit) endDebit(this, this.debit)
  }

  #checkDebtIsPaid(): void {
    if (this.debt > 0n && this.grants.open.first(NOBODY, this.at))
      this.breach('debt', `a debt is left unpaid before entry ${this.seq}, with credits for everybody there`)
  }

  #beginDebit(row: DebitRow, entry: Entry): void {
    if (entry.cause !== row.id) {
      this.breach('debit', `the debit ${row.id} begins with entry ${entry.seq}, which is not its own`)
      return
    }
    this.debit = { row, draws: [], drawn: 0n, fromHold: 0n, kept: null }
    if (row.before !== this.available) this.breach('debit', `the balance before the debit ${row.id} is wrong`)
  }

  #shift({ kind, from, to, amount, seq }: Entry, grant: GrantReplay): void {
    const had = grant.left
    if (from === 'wallet') grant.left -= amount
    else if (from === 'held') grant.held -= amount
    else if (from === 'consumed') grant.consumed -= amount
    else if (from === 'revoked') grant.revoked -= amount
    else if (from === 'debt' && kind === 'restoration') grant.paid -= amount
    if (to === 'wallet') grant.left += amount
    else if (to === 'held') grant.held += amount
    else if (to === 'consumed') grant.consumed += amount
    else if (to === 'revoked') grant.revoked += amount
    else if (to === 'expired') grant.expired += amount
    else if (to === 'debt' && from !== 'revoked') grant.paid += amount
    if (grant.left < 0n || grant.held < grant.frozen || grant.consumed < 0n || grant.left > grant.row.amount)
      this.breach(
        'grant_balance',
        `entry ${seq} leaves the grant ${grant.row.id} below zero or above its amount`,
      )
    if (had <= 0n && grant.left > 0n) {
      this.grants.open.add(grant)
      if (isLeftBehind(grant)) this.#tellLeftBehind(grant, seq)
    }
    if (had > 0n && grant.left <= 0n) this.grants.open.remove(grant)
  }

  #move({ from, to, amount, seq, available, held, debt }: Entry): void {
    if (from === 'wallet') this.available -= amount
    else if (from === 'held') this.held -= amount
    else if (from === 'debt') this.debt += amount
    if (to === 'wallet') this.available += amount
    else if (to === 'held') this.held += amount
    else if (to === 'debt') this.debt -= amount
    if (this.available === available && this.held === held && this.debt === debt) return
    this.breach('entry_balance', `the balance after entry ${seq} does not follow from the entries`)
    // Each wrong entry is told once, and those after it are measured by what it said.
    this.available = available
    this.held = held
    this.debt = debt
  }
}
