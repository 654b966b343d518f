import type { Usage } from '@scrip/sdk'
import type { ChartDay, Series } from '../../ui/chart.tsx'
import { compare, type Decimal, sumOf } from '../../ui/decimal.ts'

const DAY_MS = 86_400_000

/** A day in UTC, so many days before a moment. */
export const dayBefore = (at: number, days: number): string =>
  new Date(at - days * DAY_MS).toISOString().slice(0, 10)

/** Every day of a range, both ends included. */
export function daysOf(from: string, to: string): readonly string[] {
  const days: string[] = []
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) days.push(dayBefore(at, 0))
  return days
}

/** As many colours as there are; whoever burned less is put together. */
const MOST_SERIES = 6
const REST = '\u0000rest'
const NONE = '\u0000none'

const keyOf = (group: string | null): string => group ?? NONE

export interface Burn {
  readonly series: readonly Series[]
  readonly days: readonly ChartDay[]
  readonly total: Decimal
}

/** Usage as a stack a day: those who burned most first, the others as one. */
export function burnOf(usage: Usage, nameOf: (group: string | null) => string): Burn {
  const ranked = [...usage.totals].sort((a, b) => compare(b.burned, a.burned))
  const own = ranked.length > MOST_SERIES ? ranked.slice(0, MOST_SERIES - 1) : ranked
  const shown = new Set(own.map(({ group }) => keyOf(group)))
  const values = new Map<string, Map<string, Decimal>>()
  for (const { day, group, burned } of usage.items) {
    const key = shown.has(keyOf(group)) ? keyOf(group) : REST
    const of = values.get(day) ?? new Map<string, Decimal>()
    of.set(key, sumOf([of.get(key) ?? '0', burned]))
    values.set(day, of)
  }
  const series: Series[] = own.map(({ group }, at) => ({
    key: keyOf(group),
    label: nameOf(group),
    colour: (at + 1) as Series['colour'],
  }))
  if (own.length < ranked.length)
    series.push({ key: REST, label: `${ranked.length - own.length} others`, colour: 'rest' })
  const days = daysOf(usage.from, usage.to).map((day) => ({
    day,
    values: Object.fromEntries(values.get(day) ?? []),
  }))
  return { series, days, total: sumOf(usage.totals.map(({ burned }) => burned)) }
}
