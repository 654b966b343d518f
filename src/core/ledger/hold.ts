import type { CapUse } from '../caps/cap.ts'
import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { PriceMicro } from '../money.ts'
import type { Draw } from './drawdown.ts'
import type { Scope } from './grant.ts'

export type HoldStatus = 'open' | 'captured' | 'released' | 'expired'

/** Credits set aside for work under way. */
export interface Hold {
  readonly account: string
  readonly credit_type: string
  readonly id: string
  readonly amount_micro: Micro
  status: HoldStatus
  /** From this moment on it counts as released, whether or not a job has run. Null: until told otherwise. */
  ends_at: Instant | null
  readonly usage: Scope
  readonly api_key: string | null
  readonly metadata: string | null
  /** The price of a credit when the hold was made: what caps in money counted. */
  readonly unit_price_micro: PriceMicro | null
  /** Which grants it took how much of. A release gives back exactly these. */
  readonly receipt: readonly Draw[]
  /** The caps it met. */
  readonly caps: readonly CapUse[]
  captured_micro: Micro
  /** The debit that the capture made. */
  debit: string | null
  readonly created_at: Instant
  /** When caps counted it, where that was not when it was made. */
  readonly counted_at: Instant | null
  ended_at: Instant | null
}

/** When caps counted it. */
export const countedAtOf = ({ counted_at, created_at }: Pick<Hold, 'counted_at' | 'created_at'>): Instant =>
  counted_at ?? created_at

/** However often it is extended: work that is never done must not keep credits from everybody for good. */
export const LONGEST_HOLD_MS = 90 * 24 * 60 * 60 * 1000

/** Where an extension to some moment ends. One that was made longer before there was a bound keeps its end. */
export function extendedTo({ created_at, ends_at }: Hold, wanted: Instant): Instant {
  const last = created_at + LONGEST_HOLD_MS
  return Math.min(wanted, ends_at === null || ends_at < last ? last : ends_at)
}
