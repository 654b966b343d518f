import type { Instant } from '../instant.ts'
import type { Delivery, DueDelivery } from './delivery.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** How long after each attempt in vain the next one comes: more than three days in all. */
export const RETRIES_MS: readonly number[] = [
  5_000,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
]

/** An endpoint that took nothing for so long is switched off. */
export const PATIENCE_MS = 5 * 24 * HOUR_MS

/** More than any reason is worth. */
const MOST_OF_A_REASON = 300

/** What came of sending a delivery once. */
export interface Attempt {
  /** Null where nobody answered. */
  readonly status: number | null
  /** Null where it was taken. */
  readonly error: string | null
  /** When it was over. */
  readonly at: Instant
}

/** What is to be kept of it. */
export interface Verdict {
  readonly delivery: Pick<
    Delivery,
    'state' | 'attempts' | 'due_at' | 'last_attempt_at' | 'last_status' | 'last_error'
  >
  readonly failing_since: Instant | null
  /** Whether the endpoint is switched off for it. */
  readonly gives_up: boolean
}

export function verdictOf({ attempts, failing_since }: DueDelivery, attempt: Attempt): Verdict {
  const { status: last_status, error, at } = attempt
  const last_error = error?.slice(0, MOST_OF_A_REASON) ?? null
  const tried = { attempts: attempts + 1, last_attempt_at: at, last_status, last_error }
  if (last_error === null)
    return {
      delivery: { state: 'delivered', ...tried, due_at: null },
      failing_since: null,
      gives_up: false,
    }
  const since = failing_since ?? at
  const after_ms = RETRIES_MS[attempts]
  return {
    delivery: {
      state: after_ms === undefined ? 'failed' : 'waiting',
      ...tried,
      due_at: after_ms === undefined ? null : at + after_ms,
    },
    failing_since: since,
    gives_up: at - since >= PATIENCE_MS,
  }
}
