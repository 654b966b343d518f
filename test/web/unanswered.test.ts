import type { CallOptions } from '@scrip/sdk'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ScripRefusal, ScripUnreachable } from '../../sdk/src/index.ts'
import type { About } from '../../web/ui/about.ts'
import { AskedTooLongAgo, mayBeDone, openAsking, settleAll } from '../../web/ui/unanswered.ts'

let count = 0
/** Another one each time, since what is not over outlasts a test as it outlasts a dialog. */
const fresh = (): About => ['grant', `team_${++count}`]

interface Sent extends CallOptions {
  answer(text?: string): void
  lose(): void
  refuse(): void
}

/** Asks as a dialog does, and answers when the test says so. */
function sending(asking: ReturnType<typeof openAsking<object>>, wish: object, isSeen?: () => boolean) {
  const sent = Promise.withResolvers<Sent>()
  const attempted = { operation: 'create_grant', attempts: 1, idempotencyKey: null }
  const done = asking
    .ask(
      wish,
      (options) =>
        new Promise<string>((resolve, reject) => {
          sent.resolve({
            ...options,
            answer: (text = 'done') => resolve(text),
            lose: () =>
              reject(
                new ScripUnreachable('lost', 'network', { ...attempted, wasSent: true, mayBeDone: true }),
              ),
            refuse: () =>
              reject(
                new ScripRefusal(
                  { code: 'invalid_request', detail: 'no' },
                  { ...attempted, mayBeDone: false },
                ),
              ),
          })
        }),
      isSeen,
    )
    .catch((error: Error) => error)
  return { sent: sent.promise, done }
}

const wish = { amount: '5' }

/** Asks, and lets it be over in one way or the other. */
async function ask(
  asking: ReturnType<typeof openAsking<object>>,
  end: 'answer' | 'lose' | 'refuse',
  what: object = wish,
  isSeen?: () => boolean,
): Promise<Sent> {
  const { sent, done } = sending(asking, what, isSeen)
  const call = await sent
  call[end]()
  await done
  return call
}

test('what nobody knows the outcome of keeps its key, in the dialog and after it', async () => {
  const about = fresh()
  const first = openAsking<object>(about)
  expect([first.before, first.last()]).toEqual([null, undefined])
  const lost = await ask(first, 'lose')
  expect(lost.isNewKey).toBe(true)
  const again = await ask(first, 'lose')
  expect(again).toMatchObject({ idempotencyKey: lost.idempotencyKey, isNewKey: false })

  const second = openAsking<object>(about)
  expect([second.before, second.last()]).toEqual(['unanswered', wish])
  const other = await ask(second, 'answer', { amount: '6' })
  expect(other.idempotencyKey).not.toBe(lost.idempotencyKey)
  expect((await ask(second, 'answer')).idempotencyKey).toBe(lost.idempotencyKey)

  const third = openAsking<object>(about)
  expect(third.before).toBeNull()
  expect((await ask(third, 'answer')).idempotencyKey).not.toBe(lost.idempotencyKey)
  expect(openAsking(fresh()).before).toBeNull()
})

test('who is told that it is done once can rely on it, though the earlier call is answered meanwhile', async () => {
  const about = fresh()
  const slow = sending(openAsking<object>(about), wish)
  const first = await slow.sent
  const reopened = openAsking<object>(about)
  expect(reopened.before).toBe('unanswered')
  first.answer()
  expect(await slow.done).toBe('done')
  expect((await ask(reopened, 'answer')).idempotencyKey).toBe(first.idempotencyKey)
})

test('an answer that nobody saw can be asked for again', async () => {
  const about = fresh()
  const unseen = await ask(openAsking<object>(about), 'answer', wish, () => false)
  const reopened = openAsking<object>(about)
  expect([reopened.before, reopened.last()]).toEqual(['unseen', wish])
  expect((await ask(reopened, 'answer')).idempotencyKey).toBe(unseen.idempotencyKey)
  expect(openAsking(about).before).toBeNull()
})

test('what was asked for so long ago that its key may be forgotten is not asked for again', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const hour_ms = 3_600_000
  const about = fresh()
  const first = openAsking<object>(about)
  const lost = await ask(first, 'lose')
  vi.advanceTimersByTime(22 * hour_ms)
  const open = openAsking<object>(about)
  expect((await ask(open, 'lose')).idempotencyKey).toBe(lost.idempotencyKey)
  vi.advanceTimersByTime(hour_ms)
  // Neither in a dialog that is open still, nor in another.
  for (const asking of [first, open]) {
    const refused = await asking.ask(wish, () => expect.fail('it was asked for')).catch((error) => error)
    expect(refused).toBeInstanceOf(AskedTooLongAgo)
    expect(mayBeDone(refused)).toBe(false)
  }
  expect(openAsking(about).before).toBeNull()
  const anew = await ask(first, 'lose')
  expect(anew).toMatchObject({ isNewKey: true })
  expect(anew.idempotencyKey).not.toBe(lost.idempotencyKey)
  vi.advanceTimersByTime(23 * hour_ms)
  expect(openAsking(about).before).toBeNull()
})

test('what is refused is over, and the same again is another call', async () => {
  const about = fresh()
  const asking = openAsking<object>(about)
  const refused = await ask(asking, 'refuse')
  expect(openAsking(about).before).toBeNull()
  expect(await ask(asking, 'answer')).toMatchObject({
    idempotencyKey: expect.not.stringMatching(refused.idempotencyKey ?? ''),
    isNewKey: true,
  })
})

test('what sets something keeps its key until there is an answer, and in its own dialog alone', async () => {
  const about = ['put cap', 'team'] as const
  const asking = openAsking<object>(about)
  const lost = await ask(asking, 'lose')
  expect(openAsking(about).before).toBeNull()
  expect((await ask(asking, 'answer')).idempotencyKey).toBe(lost.idempotencyKey)
  expect((await ask(asking, 'answer')).idempotencyKey).not.toBe(lost.idempotencyKey)
})

test('where one outcome takes the place of those before, they are over', async () => {
  const about = fresh()
  await ask(openAsking<object>(about), 'lose')
  settleAll(about)
  expect(openAsking(about).before).toBeNull()
})
