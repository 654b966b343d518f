import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { crowdOf } from '../../src/worker/crowd.ts'
import { paceOf } from '../../src/worker/pace.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

test('while callers wait, what nobody waits for begins one after another, and else at once', async () => {
  let crowded = true
  let begun = 0
  const stop = new AbortController()
  const pace = paceOf(() => crowded, 27, stop.signal)
  const begin = (count: number) => {
    for (let n = 0; n < count; n += 1)
      void pace().then((goes_on) => {
        if (goes_on) begun += 1
      })
  }
  begin(10)
  await vi.advanceTimersByTimeAsync(0)
  expect(begun).toBe(1)
  await vi.advanceTimersByTimeAsync(4 * 27)
  expect(begun).toBe(5)
  crowded = false
  begin(100)
  await vi.advanceTimersByTimeAsync(0)
  expect(begun).toBe(105)
  stop.abort()
  begin(100)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(begun).toBe(105)
})

test('many wait where more do than subscriptions that are brought on, and for a moment after', () => {
  const heard: number[] = []
  const { queue, crowded } = crowdOf({ queued: (change: number) => void heard.push(change) })
  queue.queued(16)
  expect(crowded()).toBe(false)
  queue.queued(1)
  queue.queued(-17)
  expect(crowded()).toBe(true)
  vi.advanceTimersByTime(249)
  expect(crowded()).toBe(true)
  vi.advanceTimersByTime(1)
  expect(crowded()).toBe(false)
  expect(heard).toEqual([16, 1, -17])
})
