import Type from 'typebox'
import type { Fault } from '../../../core/credits.ts'
import type { Instant } from '../../../core/instant.ts'
import { type Days, daysOf, dayText, parseDay } from '../../../core/reports/day.ts'
import { Parsed } from '../../../http/parsed.ts'
import { type HttpRefusal, invalid } from '../../../http/refusals.ts'
import { parseInstant } from '../../parse-instant.ts'

const parse = (value: string | number): Instant | Fault =>
  /^\d{4}-\d\d-\d\d$/.test(String(value)) ? parseDay(String(value)) : parseInstant(value)

const DayIn = (description: string) =>
  Parsed<Instant>({ type: 'string', maxLength: 40, description }, parse, {
    type: 'string',
    description,
    examples: ['2026-01-01'],
  })

/** The fields of a report's query by which its days are named. */
export const reportDays = {
  from: Type.Optional(DayIn('The first day, in UTC, or a time on it. Left out: thirty days in all.')),
  to: Type.Optional(DayIn('The last day, in UTC, or a time on it. Left out: today.')),
}

export const DayOut = Type.String({ format: 'date' })

/** The days that a query names, or what is wrong with them. */
export function daysAsked(
  query: { readonly from?: Instant; readonly to?: Instant },
  most: number,
  now: Instant,
): Days | HttpRefusal {
  const days = daysOf(query, most, now)
  return 'fault' in days ? invalid([{ field: days.field, message: days.fault }]) : days
}

export const daysWire = ({ from, to }: Days) => ({ from: dayText(from), to: dayText(to) })
