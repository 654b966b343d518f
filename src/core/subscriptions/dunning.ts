import type { Instant } from '../instant.ts'

const DAY_MS = 86_400_000

/** When a renewal that was declined is tried again, in days after it was due. After the last one it ends. */
export const RETRY_DAYS = [1, 3, 7] as const

/** How long an invoice that is overdue can still be paid before the subscription ends. */
export const OVERDUE_DAYS = 14

/**
 * When to try the next time, after so many attempts in vain; null where that was the last. A server that was down does
 * not make up for attempts that it missed: there is always a day between two.
 */
export function nextAttempt(due_at: Instant, attempts: number, now: Instant): Instant | null {
  const planned_at = plannedAttempt(due_at, attempts)
  if (planned_at === null) return null
  return planned_at > now ? planned_at : now + DAY_MS
}

function plannedAttempt(due_at: Instant, attempts: number): Instant | null {
  const days = RETRY_DAYS[attempts - 1]
  return days === undefined ? null : due_at + days * DAY_MS
}

/** Whether it is not yet its turn, after so many attempts: then somebody asked for it, to help. */
export const isEarly = (due_at: Instant, attempts: number, now: Instant): boolean =>
  now < (plannedAttempt(due_at, attempts) ?? now)

export const daysAfter = (at: Instant, days: number): Instant => at + days * DAY_MS
