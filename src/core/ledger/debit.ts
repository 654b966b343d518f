import type { CapUse } from '../caps/cap.ts'
import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { PriceMicro } from '../money.ts'
import type { RefusalCode } from '../refusal.ts'
import type { Draw } from './drawdown.ts'
import type { Scope } from './grant.ts'

/** Usage that burned credits, or was refused. It is kept for good, because its key must have one outcome for good. */
export interface Debit {
  readonly account: string
  readonly id: string
  /** The caller's idempotency key; the debit's own id where it gave none. */
  readonly key: string
  readonly credit_type: string
  readonly refused: RefusalCode | null
  /** Why it was refused, in the sentence that was answered. */
  readonly detail: string | null
  readonly amount_micro: Micro
  reversed_micro: Micro
  readonly usage: Scope
  readonly api_key: string | null
  /** The hold whose capture it is. */
  readonly hold: string | null
  readonly unit_price_micro: PriceMicro | null
  readonly metadata: string | null
  readonly occurred_at: Instant | null
  readonly at: Instant
  /**
   * When caps counted it, where that was not `at`: a capture within its hold was counted when that was made, and what
   * came late to a day that had begun in another wallet counts in that.
   */
  readonly counted_at: Instant | null
  /** Its entries' first number and how many they are. */
  readonly first_seq: number
  readonly entry_count: number
  /** What the whole wallet had available before and after. */
  readonly before_micro: Micro
  readonly after_micro: Micro
  readonly caps: readonly CapUse[]
}

/** The id of the debit that pays a purchase out of a commitment: the purchase's own, under the prefix of debits. */
export const paymentOf = (purchase: string): string => `deb_${purchase.slice(purchase.indexOf('_') + 1)}`

/**
 * Whether a debit pays a purchase: its key is that purchase's id. No caller can make one, because nobody chooses a
 * debit's id. It is no usage, so no cap refuses or counts it.
 */
export const isPayment = ({ id, key }: Pick<Debit, 'id' | 'key'>): boolean =>
  key.startsWith('pur_') && id === paymentOf(key)

export interface DebitAnswer {
  readonly debit: Debit
  readonly draws: readonly Draw[]
}

/** A part or all of a debit, given back. */
export interface Reversal {
  readonly account: string
  readonly id: string
  readonly debit: string
  readonly amount_micro: Micro
  /** The part whose grants had expired meanwhile, posted as expired. */
  readonly expired_micro: Micro
  readonly reason: string | null
  readonly at: Instant
}
