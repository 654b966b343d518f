import { expect, onTestFinished, test, vi } from 'vitest'
import { Unavailable } from '../../../src/core/unavailable.ts'
import { Turns, withTurnWhereNeeded } from '../../../src/store/session/turns.ts'

/** Work of accounts that goes on until it is ended, in the order in which it began. */
function workAt(turns: Turns) {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const done = (...names: string[]) =>
    Promise.all(
      names.map((name) =>
        turns.run(name[0] as string, async () => {
          begun.push(name)
          await new Promise<void>((resolve) => ends.set(name, resolve))
        }),
      ),
    )
  const end = async (name: string) => {
    ends.get(name)?.()
    await new Promise(setImmediate)
  }
  return { begun, done, end }
}

test('an account that asks for much leaves room for others, and they come one after the other', async () => {
  const { begun, done, end } = workAt(new Turns({ at_once: 3, of_account: 2 }))
  const all = done('a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1')
  await new Promise(setImmediate)
  expect(begun).toEqual(['a1', 'a2', 'b1'])
  for (const name of ['a1', 'b1', 'a2', 'a3']) await end(name)
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3', 'b2', 'c1', 'a4'])
  for (const name of ['b2', 'c1', 'a4']) await end(name)
  await all
})

test('who waits too long is told so, and the turn goes to the next', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const turns = new Turns({ at_once: 1, of_account: 1 })
  const { begun, done, end } = workAt(turns)
  const first = done('a1')
  const late = expect(done('b1')).rejects.toThrow(Unavailable)
  await new Promise(setImmediate)
  vi.advanceTimersByTime(5_000)
  await late
  const last = done('c1')
  await end('a1')
  await end('c1')
  await Promise.all([first, last])
  expect(begun).toEqual(['a1', 'c1'])
  expect(turns.take('a')).not.toBeNull()
})

test('work that finds no turn is given up until it has one', async () => {
  const turns = new Turns({ at_once: 1, of_account: 1 })
  const end = turns.take('a')
  const tries: string[] = []
  const work = withTurnWhereNeeded(turns, async (need) => {
    tries.push('begun')
    need('a')
    tries.push('gone on')
    need('a')
    return 'done'
  })
  await new Promise(setImmediate)
  expect(tries).toEqual(['begun'])
  end?.()
  expect(await work).toBe('done')
  expect(tries).toEqual(['begun', 'begun', 'gone on'])
  expect(turns.take('a')).not.toBeNull()
})
