import type { Usage } from '@scrip/sdk'
import { expect, test } from 'vitest'
import { burnedOf } from '../../web/ui/burned.ts'
import { amountOf, pointOf } from '../../web/ui/chart-days.ts'
import { daysOf } from '../../web/ui/days.ts'

type Line = readonly [day: string, group: string | null, burned: string]

function usageOf(...lines: readonly Line[]): Usage {
  const sums = new Map<string | null, number>()
  for (const [, group, burned] of lines) sums.set(group, (sums.get(group) ?? 0) + Number(burned))
  return {
    from: '2026-10-31',
    to: '2026-11-02',
    by: 'feature',
    items: lines.map(([day, group, burned]) => ({ day, group, burned })),
    totals: [...sums].map(([group, sum]) => ({ group, burned: String(sum) })),
  } as unknown as Usage
}

const nameOf = (group: string | null) => group ?? 'No feature'

test('every day of a range is there, over the end of a month and in a year that has one more', () => {
  expect(daysOf('2026-10-31', '2026-11-02')).toEqual(['2026-10-31', '2026-11-01', '2026-11-02'])
  expect(daysOf('2028-02-28', '2028-03-01')).toEqual(['2028-02-28', '2028-02-29', '2028-03-01'])
  expect(daysOf('2026-11-02', '2026-11-01')).toEqual([])
})

test('who burned most comes first, and the days without usage are there too', () => {
  const { series, days, total } = burnedOf(
    usageOf(['2026-10-31', 'a', '1'], ['2026-10-31', 'b', '2.5'], ['2026-11-02', 'a', '0.000001']),
    nameOf,
  )
  expect(series).toEqual([
    { key: 'b', label: 'b', colour: 1 },
    { key: 'a', label: 'a', colour: 2 },
  ])
  expect(days).toEqual([
    { day: '2026-10-31', values: { a: '1', b: '2.5' } },
    { day: '2026-11-01', values: {} },
    { day: '2026-11-02', values: { a: '0.000001' } },
  ])
  expect(total).toBe('3.500001')
})

test('with more of them than there are colours the least are one, whatever they are called', () => {
  const groups = ['…', 'No feature', null, 'Others', 'rest', 'day', 'exact']
  const lines = groups.map((group, at): Line => ['2026-11-01', group, String(10 - at)])
  const { series, days } = burnedOf(usageOf(...lines), nameOf)
  expect(series.map(({ label, colour }) => [label, colour])).toEqual([
    ['…', 1],
    ['No feature', 2],
    ['No feature', 3],
    ['Others', 4],
    ['rest', 5],
    ['2 others', 'rest'],
  ])
  expect(new Set(series.map(({ key }) => key)).size).toBe(6)
  expect(series.map(({ key }) => days[1]?.values[key])).toEqual(['10', '9', '8', '7', '6', '9'])
})

test('a group stands beside what is the day’s own, and does not take its place', () => {
  const groups = ['day', 'exact', 'drawn', '__proto__', 'constructor']
  const { series, days } = burnedOf(
    usageOf(...groups.map((group): Line => ['2026-11-01', group, '7'])),
    nameOf,
  )
  const points = days.map(pointOf(series))
  expect(points.map(({ day }) => day)).toEqual(daysOf('2026-10-31', '2026-11-02'))
  expect(groups.map((group) => points[1]?.drawn[group])).toEqual([7, 7, 7, 7, 7])
  const exact = points.map((point) => groups.map((group) => amountOf(point.exact, group)))
  const none = groups.map(() => undefined)
  expect(exact).toEqual([none, groups.map(() => '7'), none])
  expect(groups.map((group) => points[0]?.drawn[group])).toEqual([0, 0, 0, 0, 0])
})
