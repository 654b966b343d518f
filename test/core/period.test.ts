import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expiryOf } from '../../src/core/catalogue/credit-type.ts'
import { worthMicro } from '../../src/core/money.ts'
import { addDuration, isForwardDuration, periodEnd, periodStart } from '../../src/core/period.ts'

const at = (text: string) => Date.parse(text)

describe('durations go by the calendar', () => {
  test.each([
    ['2026-01-31T12:00:00Z', 'P1M', '2026-02-28T12:00:00Z'],
    ['2028-01-31T12:00:00Z', 'P1M', '2028-02-29T12:00:00Z'],
    ['2026-03-31T00:00:00Z', 'P1M', '2026-04-30T00:00:00Z'],
    ['2028-02-29T00:00:00Z', 'P1Y', '2029-02-28T00:00:00Z'],
    ['2028-02-28T23:59:59.999Z', 'P1D', '2028-02-29T23:59:59.999Z'],
    ['2026-12-31T00:00:00Z', 'P2M', '2027-02-28T00:00:00Z'],
    ['2026-01-01T00:00:00Z', 'PT36H', '2026-01-02T12:00:00Z'],
    ['2026-01-01T00:00:00Z', 'P1Y2M3DT4H5M6.007S', '2027-03-04T04:05:06.007Z'],
  ])('%s + %s = %s', (from, duration, to) => {
    expect(addDuration(at(from), duration)).toBe(at(to))
  })

  test.each([['P30D'], ['P1M'], ['PT1S'], ['P100Y']])('%s leads forward', (duration) => {
    expect(isForwardDuration(duration)).toBe(true)
  })

  test.each([['P0D'], ['-P1D'], ['P101Y'], ['P1'], [''], ['30 days'], ['P1D\0'], ['P99999999999999Y']])(
    '%s does not',
    (duration) => {
      expect(isForwardDuration(duration)).toBe(false)
    },
  )
})

describe('periods', () => {
  const day = fc.date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })

  test.each(['day', 'month', 'year'] as const)(
    'a %s begins at or before, ends after, and the next one begins there',
    (period) => {
      fc.assert(
        fc.property(day, (date) => {
          const now = date.getTime()
          const [start, end] = [periodStart(period, now), periodEnd(period, now)]
          expect(start <= now && now < end).toBe(true)
          expect(periodStart(period, end)).toBe(end)
          expect(periodStart(period, end - 1)).toBe(start)
        }),
      )
    },
  )

  test.each([
    ['month', '2028-02-29T12:00:00Z', '2028-03-01T00:00:00Z'],
    ['month', '2026-12-31T23:59:59.999Z', '2027-01-01T00:00:00Z'],
    ['day', '2026-02-28T00:00:00Z', '2026-03-01T00:00:00Z'],
    ['year', '2026-06-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ] as const)('the %s of %s ends %s', (period, now, end) => {
    expect(periodEnd(period, at(now))).toBe(at(end))
  })

  test('a total counts from the beginning', () => {
    expect(periodStart('total', at('2026-06-01'))).toBe(0)
  })
})

test.each([
  [{ policy: 'never' }, null],
  [{ policy: 'fixed', after: 'P30D' }, '2026-03-02T00:00:00Z'],
  [{ policy: 'rolling', after: 'P1M' }, '2026-02-28T00:00:00Z'],
  [{ policy: 'period_end', period: 'month' }, '2026-02-01T00:00:00Z'],
] as const)('the policy %o', (policy, expires_at) => {
  const start = at('2026-01-31T00:00:00Z')
  expect(expiryOf(policy, start)).toBe(expires_at === null ? null : at(expires_at))
})

test.each([
  [1n, 500_000n, 1n],
  [1n, 499_999n, 0n],
  [3_000_000n, 333_333n, 999_999n],
  [10n ** 18n, 10n ** 12n, 10n ** 24n],
])('%s millionths at %s are worth %s', (amount, price, worth) => {
  expect(worthMicro(amount, price)).toBe(worth)
})
