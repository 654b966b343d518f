import { describe, expect, test } from 'vitest'
import {
  type Cap,
  type CapSubject,
  type Counter,
  EVERY_MEMBER,
  MOST_COUNTED,
} from '../../../src/core/caps/cap.ts'
import {
  type AccountCaps,
  capKey,
  capsConsulted,
  checkCaps,
  counterKey,
  countsFor,
  countUse,
} from '../../../src/core/caps/check.ts'
import { isRefusal } from '../../../src/core/refusal.ts'

const AT = Date.UTC(2026, 0, 31, 23, 59)
const TOMORROW = Date.UTC(2026, 1, 1)
const burner = { account: 'acme', member: 'ada', project: 'web', key: 'key_1' }

const capOf = (subject: CapSubject, subject_id: string, more: Partial<Cap> = {}): Cap => ({
  account: 'acme',
  subject,
  subject_id,
  limit_micro: 100n,
  unit: 'credits',
  period: 'month',
  created_at: 0,
  ...more,
})

const stateOf = (...caps: Cap[]): AccountCaps => ({
  account: 'acme',
  caps: new Map(caps.map((cap) => [capKey(cap.subject, cap.subject_id), cap])),
  counters: new Map(),
  changed: new Set(),
})

const each = (amount: bigint) => () => amount
const used = (state: AccountCaps, subject: CapSubject) =>
  [...state.counters.values()].find((counter) => counter.subject === subject)?.used_micro

function refusedBy(state: AccountCaps, amount: bigint, at = AT): string | null {
  const checked = checkCaps(state, burner, each(amount), at)
  return isRefusal(checked) ? checked.refused : null
}

describe('a cap', () => {
  test('has room up to its limit, and not a millionth beyond', () => {
    const state = stateOf(capOf('member', 'ada'))
    expect(checkCaps(state, burner, each(100n), AT)).toMatchObject([{ before_micro: 0n, after_micro: 100n }])
    expect(refusedBy(state, 101n)).toBe('user_spending_cap_reached')
    countUse(state, burner, each(60n), AT, AT)
    expect(refusedBy(state, 40n)).toBe(null)
    expect(refusedBy(state, 41n)).toBe('user_spending_cap_reached')
  })

  test('of zero blocks, also what counts nothing', () => {
    expect(refusedBy(stateOf(capOf('project', 'web', { limit_micro: 0n })), 0n)).toBe(
      'project_spending_cap_reached',
    )
  })

  test('of nobody in this burning is not asked', () => {
    const state = stateOf(
      capOf('member', 'bob', { limit_micro: 0n }),
      capOf('key', 'key_2', { limit_micro: 0n }),
    )
    expect(refusedBy(state, 1_000n)).toBe(null)
  })

  test('for every member holds for those without one of their own', () => {
    const state = stateOf(capOf('member', EVERY_MEMBER, { limit_micro: 10n }))
    expect(refusedBy(state, 11n)).toBe('user_spending_cap_reached')
    state.caps.set(capKey('member', 'ada'), capOf('member', 'ada'))
    expect(refusedBy(state, 11n)).toBe(null)
  })

  test('begins anew with its period', () => {
    const state = stateOf(capOf('account', 'acme', { period: 'day' }))
    countUse(state, burner, each(100n), AT, AT)
    expect(refusedBy(state, 1n)).toBe('account_spending_cap_reached')
    expect(refusedBy(state, 100n, TOMORROW)).toBe(null)
    countUse(state, burner, each(7n), TOMORROW, TOMORROW)
    expect(used(state, 'account')).toBe(7n)
  })

  test('in money counts what the credits are worth, and credits without a price nothing', () => {
    expect(countsFor({ unit: 'money' }, 2_000_000n, 1_500_000n)).toBe(3_000_000n)
    expect(countsFor({ unit: 'money' }, 2_000_000n, null)).toBe(0n)
    expect(countsFor({ unit: 'credits' }, 2_000_000n, null)).toBe(2_000_000n)
  })
})

describe('refusals', () => {
  const full = { limit_micro: 0n }
  const all = [
    capOf('key', 'key_1', full),
    capOf('project', 'web', full),
    capOf('member', 'ada', full),
    capOf('account', 'acme', full),
  ]
  test.each([
    [4, 'account_spending_cap_reached'],
    [3, 'user_spending_cap_reached'],
    [2, 'project_spending_cap_reached'],
    [1, 'key_spending_cap_reached'],
  ])('of %i full caps: %s', (count, refused) => {
    expect(refusedBy(stateOf(...all.slice(0, count)), 1n)).toBe(refused)
  })

  test('name the caps that were asked, up to the full one, and count for none', () => {
    const state = stateOf(capOf('account', 'acme'), capOf('member', 'ada', full), capOf('key', 'key_1'))
    expect(capsConsulted(state, burner, each(5n), AT)).toMatchObject([
      { subject: 'account', before_micro: 0n, after_micro: 0n },
      { subject: 'member', before_micro: 0n, after_micro: 0n },
    ])
    expect(state.changed.size).toBe(0)
  })
})

describe('what is counted', () => {
  test('of a period that is over counts nothing now', () => {
    const state = stateOf(capOf('member', 'ada'))
    countUse(state, burner, each(-5n), AT, TOMORROW)
    expect(state.counters.size).toBe(0)
  })

  test('never falls below zero', () => {
    const state = stateOf(capOf('member', 'ada'))
    countUse(state, burner, each(5n), AT, AT)
    countUse(state, burner, each(-9n), AT, AT)
    expect(used(state, 'member')).toBe(0n)
  })

  test('once it is beyond counting, stays there', () => {
    const state = stateOf(capOf('member', 'ada'))
    const { account, subject, subject_id, unit, period } = capOf('member', 'ada')
    const beyond: Counter = {
      ...{ account, subject, subject_id, unit, period },
      period_start: Date.UTC(2026, 0, 1),
      used_micro: MOST_COUNTED,
    }
    state.counters.set(counterKey(beyond), beyond)
    countUse(state, burner, each(-9n), AT, AT)
    expect(used(state, 'member')).toBe(MOST_COUNTED)
  })
})
