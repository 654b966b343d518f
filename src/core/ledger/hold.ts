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
  ended_at: Instant | null
}
