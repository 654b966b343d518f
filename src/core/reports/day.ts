import type { Fault } from '../credits.ts'
import { type Instant, LATEST_INSTANT } from '../instant.ts'
import { periodStart } from '../period.ts'

/** A day in UTC, by its first instant. */
export type Day = Instant

export const DAY_MS = 86_400_000

/** Days from the first to the last, both included. */
export interface Days {
  readonly from: Day
  readonly to: Day
}

export const dayOf = (at: Instant): Day => periodStart('day', at)

export const dayText = (day: Day): string => new Date(day).toISOString().slice(0, 10)

/** Reads `2026-11-01`. */
export function parseDay(text: string): Day | Fault {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  // Date.parse takes a thirtieth of February for a day in March.
  if (!Number.isFinite(day) || dayText(day) !== text) return { fault: 'must be a day such as 2026-11-01' }
  if (day < 0 || day > LATEST_INSTANT) return { fault: 'must be a day from 1970 to 9999' }
  return day
}

/** Without a word about it, the last thirty days. */
const USUAL_DAYS = 30

/** The days that are asked for, or what is wrong with them: backwards, or more than `most`. */
export function daysOf(
  asked: { readonly from?: Instant; readonly to?: Instant },
  most: number,
  now: Instant,
): Days | (Fault & { readonly field: 'from' | 'to' }) {
  const to = dayOf(asked.to ?? Math.max(now, asked.from ?? now))
  const from = asked.from === undefined ? to - (USUAL_DAYS - 1) * DAY_MS : dayOf(asked.from)
  if (from > to) return { field: 'to', fault: 'must not lie before `from`' }
  if ((to - from) / DAY_MS >= most)
    return { field: 'from', fault: `must be at most ${most} days back from \`to\`` }
  return { from, to }
}

export function eachDay({ from, to }: Days): Day[] {
  return Array.from({ length: (to - from) / DAY_MS + 1 }, (_, i) => from + i * DAY_MS)
}
