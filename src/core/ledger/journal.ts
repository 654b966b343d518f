import type { Instant } from '../instant.ts'
import type { Purchase, Transition } from '../purchases/purchase.ts'
import type { Refusal } from '../refusal.ts'
import type { Happening } from '../webhooks/happening.ts'
import type { LoadedAllotment } from './book.ts'
import type { Answer } from './command.ts'
import type { Debit, Reversal } from './debit.ts'
import type { Entry } from './entry.ts'
import type { Grant, Revocation } from './grant.ts'
import type { Hold } from './hold.ts'
import type { Wallet } from './wallet.ts'

/** A grant's expiry was moved by the purchase of a rolling type. It held `from` up to and with entry `seq`. */
export interface ExpiryMove {
  readonly account: string
  readonly grant: string
  readonly seq: number
  readonly from: Instant
  readonly to: Instant
  readonly at: Instant
}

/** Everything that a batch has decided and not written yet. */
export interface Journal {
  readonly entries: Entry[]
  readonly debits: Debit[]
  readonly reversals: Reversal[]
  readonly revocations: Revocation[]
  readonly newWallets: Set<Wallet>
  readonly wallets: Set<Wallet>
  readonly newGrants: Set<Grant>
  readonly grants: Set<Grant>
  /** Those of them of which more changed than a draw ever changes: what is frozen or written off. */
  readonly marked: Set<Grant>
  readonly newHolds: Set<Hold>
  readonly holds: Set<Hold>
  readonly reversed: Set<Debit>
  readonly moves: ExpiryMove[]
  readonly purchases: Set<Purchase>
  readonly transitions: Transition[]
  /** What of it the product may want to be told. */
  readonly happenings: Happening[]
  /** Those that are done now. */
  readonly allotments: Set<LoadedAllotment>
  readonly recorded: {
    account: string
    key: string
    fingerprint: string
    answer: Answer | Refusal
    at: Instant
  }[]
}

export const emptyJournal = (): Journal => ({
  entries: [],
  debits: [],
  reversals: [],
  revocations: [],
  newWallets: new Set(),
  wallets: new Set(),
  newGrants: new Set(),
  grants: new Set(),
  marked: new Set(),
  newHolds: new Set(),
  holds: new Set(),
  reversed: new Set(),
  moves: [],
  purchases: new Set(),
  transitions: [],
  happenings: [],
  allotments: new Set(),
  recorded: [],
})
