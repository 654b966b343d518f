import { Temporal } from 'temporal-polyfill'
import type { Instant } from './instant.ts'

/** The span over which a cap counts. A `total` cap counts for good. */
export type CapPeriod = 'day' | 'month' | 'total'

/** The calendar span at whose end credits of a `period_end` type expire. */
export type CalendarPeriod = 'day' | 'month' | 'year'

/** The first instant of the period, in UTC, that `at` lies in. */
export function periodStart(period: CapPeriod | 'year', at: Instant): Instant {
  const date = new Date(at)
  if (period === 'day') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate())
  if (period === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
  if (period === 'year') return Date.UTC(date.getUTCFullYear(), 0, 1)
  return 0
}

/** The first instant after the calendar period that `at` lies in. */
export function periodEnd(period: CalendarPeriod, at: Instant): Instant {
  const date = new Date(at)
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  if (period === 'day') return Date.UTC(year, month, day + 1)
  if (period === 'month') return Date.UTC(year, month + 1, 1)
  return Date.UTC(year + 1, 0, 1)
}

/** `at` plus an ISO 8601 duration, by the UTC calendar: a month after 31 January is the last day of February. */
export function addDuration(at: Instant, duration: string): Instant {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC').add(duration).epochMilliseconds
}

/** Whether the text is an ISO 8601 duration that leads forward by at most a hundred years. */
export function isForwardDuration(duration: string): boolean {
  try {
    const parsed = Temporal.Duration.from(duration)
    if (parsed.sign !== 1) return false
    return addDuration(0, duration) <= addDuration(0, 'P100Y')
  } catch {
    return false
  }
}
