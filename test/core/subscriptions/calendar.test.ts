import { describe, expect, test } from 'vitest'
import { monthAt, monthStart, shareAhead } from '../../../src/core/subscriptions/calendar.ts'

const at = (text: string) => Date.parse(`${text}Z`)
const starts = (begun: string, months: readonly number[]) =>
  months.map((month) => new Date(monthStart(at(begun), month)).toISOString().slice(0, 16))

describe('months', () => {
  test.each([
    ['2047-01-31T10:00', [1, 2, 3, 12], ['2047-02-28', '2047-03-31', '2047-04-30', '2048-01-31']],
    ['2048-01-30T10:00', [1, 2, 13], ['2048-02-29', '2048-03-30', '2049-02-28']],
    ['2048-02-29T10:00', [1, 12, 48], ['2048-03-29', '2049-02-28', '2052-02-29']],
    ['2047-12-15T10:00', [0, 1, -1], ['2047-12-15', '2048-01-15', '2047-11-15']],
  ] as const)('from %s on are counted anew every time', (begun, months, days) => {
    expect(starts(begun, months)).toEqual(days.map((day) => `${day}T10:00`))
  })

  test.each([
    ['2047-02-28T09:59:59.999', 0],
    ['2047-02-28T10:00', 1],
    ['2047-03-31T09:59:59.999', 1],
    ['2047-03-31T10:00', 2],
    ['2048-01-31T10:00', 12],
  ])('%s lies in month %i of what began on 31 January', (moment, month) => {
    expect(monthAt(at('2047-01-31T10:00'), at(moment))).toBe(month)
  })
})

test.each([
  ['2047-04-01T00:00', 30],
  ['2047-04-01T23:59:59.999', 30],
  ['2047-04-02T00:00', 29],
  ['2047-04-30T23:59', 1],
  ['2047-05-01T00:00', 0],
  ['2047-06-01T00:00', 0],
  ['2047-03-01T00:00', 30],
])('at %s, %i of 30 days lie ahead', (moment, left) => {
  expect(shareAhead(at('2047-04-01T00:00'), at('2047-05-01T00:00'), at(moment))).toEqual({ left, whole: 30 })
})
