import type { Fault } from '../core/credits.ts'
import { type Instant, LATEST_INSTANT } from '../core/instant.ts'

const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/

/** Reads a time of a request, or says what is wrong with it. */
export function parseInstant(value: string | number): Instant | Fault {
  const text = String(value)
  const at = RFC_3339.test(text) ? Date.parse(text) : Number.NaN
  // Date.parse takes a thirtieth of February for a day in March, and an hour 24 for the next day's first.
  const day = Number(text.slice(8, 10))
  const isHour = Number(text.slice(11, 13)) < 24
  const isDay = day <= new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate()
  if (!Number.isFinite(at) || !isDay || !isHour)
    return { fault: 'must be a time such as 2026-01-31T12:00:00Z' }
  if (at < 0 || at > LATEST_INSTANT) return { fault: 'must be a time from 1970 to 9999' }
  return at
}
