import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { countRequest, RateLimits, shareOf, type Window } from '../../../src/http/access/rate-limit.ts'

test('a window takes its limit, and begins anew when it is over', () => {
  let window: Window | undefined
  const ask = (now: number) => {
    const counted = countRequest(window, 3, 1000, now)
    window = counted.window
    return counted.allowed
  }
  expect([ask(0), ask(1), ask(999), ask(999)]).toEqual([true, true, true, false])
  expect([ask(1000), ask(1001), ask(1001), ask(1999)]).toEqual([true, true, true, false])
  // A clock that goes back begins a new window, and locks nobody out.
  expect(ask(500)).toBe(true)
})

const caller = {
  key: 'key_1',
  account: 'a',
  member: null,
  role: 'spender',
  dialect: 'native',
  rate_limit: null,
} as const

test('keys have the default, their own, or for the operator none', () => {
  const limits = new RateLimits({ limit: 2, window_ms: 10_000 })
  expect(limits.take(caller, 0)).toEqual({
    limit: 2,
    remaining: 1,
    reset_seconds: 10,
    reset_at: 10_000,
    allowed: true,
  })
  expect(limits.take(caller, 5_001)).toMatchObject({ remaining: 0, reset_seconds: 5 })
  expect(limits.take(caller, 9_999)).toMatchObject({ allowed: false, remaining: 0, reset_seconds: 1 })
  expect(limits.take({ ...caller, key: 'key_2', rate_limit: 5 }, 0)).toMatchObject({ limit: 5, remaining: 4 })
  const operator = { ...caller, key: 'key_3', account: null, role: 'operator' } as const
  expect(limits.take(operator, 0)).toBeNull()
  expect(limits.take({ ...operator, rate_limit: 1 }, 0)).toMatchObject({ limit: 1, allowed: true })
})

/** What is really kept, without what only waits to be thrown away. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

test('memory is bounded, however many callers there are', () => {
  const limits = new RateLimits({ limit: 2, window_ms: 10_000 })
  const before = heapUsed()
  for (let i = 0; i < 200_000; i += 1) limits.take({ ...caller, key: `key_${i}` }, 0)
  expect(heapUsed() - before).toBeLessThan(60_000_000)
  expect(limits.take(caller, 0)).toMatchObject({ allowed: true })
})

test('a face may count reads and writes apart, and those of the operator, too', () => {
  const limits = new RateLimits({ limit: 2, window_ms: 10_000 })
  const operator = { ...caller, account: null, role: 'operator' } as const
  const reads = shareOf({ reads: 3, writes: 1 }, 'GET')
  const writes = shareOf({ reads: 3, writes: 1 }, 'PATCH')
  expect(limits.take(operator, 0, writes)).toMatchObject({ limit: 1, allowed: true })
  expect(limits.take(operator, 0, writes)).toMatchObject({ allowed: false })
  expect(limits.take(operator, 0, reads)).toMatchObject({ limit: 3, remaining: 2, allowed: true })
  expect(shareOf(undefined, 'GET')).toBeNull()
})
