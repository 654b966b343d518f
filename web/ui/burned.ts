import type { Usage } from '@scrip/sdk'
import type { ChartDay, Series } from './chart-days.ts'
import { daysOf } from './days.ts'
import { compare, type Decimal, sumOf } from './decimal.ts'

/** As many colours as there are; whoever burned less is put together. */
const MOST_SERIES = 6

/** Members, projects and features are called as people please, but never so. */
const REST = '\u0000rest'
const NONE = '\u0000none'

const keyOf = (group: string | null): string => group ?? NONE

export interface Burned {
  readonly series: readonly Series[]
  readonly days: readonly ChartDay[]
  readonly total: Decimal
}

/** Usage as a stack a day: those who burned most first, the others as one. */
export function burnedOf(usage: Usage, nameOf: (group: string | null) => string): Burned {
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
