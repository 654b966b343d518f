import type { Instant } from '../instant.ts'

const DAY_MS = 86_400_000

/** When a renewal that was declined is tried again, in days after it was due. After the last one it ends. */
export const RETRY_DAYS = [1, 3, 7] as const

/** However many cards decline one after another: from then on, in days after it was due, none puts the end off any more. */
export const LAST_DAY = 14

/** How often a renewal is charged within a day, whoever asks for it. */
export const MOST_TRIES_A_DAY = 6

/** How long an invoice that is overdue can still be paid before the subscription ends. */
export const OVERDUE_DAYS = 14

/**
 * When to try the next time, after so many attempts in vain, the last of them made at `tried_at`; null where that was
 * the last one. A server that was down does not make up for attempts that it missed: there is always a day between two.
 */
export function nextAttempt(due_at: Instant, attempts: number, tried_at: Instant): Instant | null {
  const planned_at = plannedAttempt(due_at, attempts)
  if (planned_at === null) return null
  return planned_at > tried_at ? planned_at : daysAfter(tried_at, 1)
}

function plannedAttempt(due_at: Instant, attempts: number): Instant | null {
  const days = RETRY_DAYS[attempts - 1]
  return days === undefined ? null : daysAfter(due_at, days)
}

/** Whether it was tried before its turn, after so many attempts: then somebody asked for it, to help. */
export const isEarly = (due_at: Instant, attempts: number, tried_at: Instant): boolean =>
  tried_at < (plannedAttempt(due_at, attempts) ?? tried_at)

/** Whether a card that declines at that moment, after so many attempts in vain, is the last that is tried. */
export const isOver = (due_at: Instant, attempts: number, at: Instant): boolean =>
  plannedAttempt(due_at, attempts + 1) === null && at > daysAfter(due_at, LAST_DAY)

/** Up to when the owner of a card may confirm what was tried then: until its turn comes again, or for a last day. */
export function confirmableUntil(due_at: Instant, attempts: number, tried_at: Instant): Instant {
  const made = isEarly(due_at, attempts, tried_at) ? attempts : attempts + 1
  return nextAttempt(due_at, made, tried_at) ?? daysAfter(tried_at, 1)
}

export const daysAfter = (at: Instant, days: number): Instant => at + days * DAY_MS
