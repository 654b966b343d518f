import { expect, test } from 'vitest'
import { monthStart } from '../../../src/core/subscriptions/calendar.ts'
import { checkDemotions, checkPending, demotedBy } from '../../../src/core/subscriptions/check-demotions.ts'
import type { Seat } from '../../../src/core/subscriptions/seat.ts'
import type { Subscription } from '../../../src/core/subscriptions/subscription.ts'
import { renew } from '../../../src/core/subscriptions/take-step.ts'
import { mintingIds } from '../../../src/store/mint.ts'

const [COUNT, HALF] = [1_000, 500]
const START = Date.UTC(2030, 0, 1)

test('of a thousand seats, of which half are to go, each is looked at a few times', () => {
  let looks = 0
  const watched = <T>(list: readonly T[]): readonly T[] =>
    new Proxy(list, {
      get(target, key, self) {
        looks += 1
        return Reflect.get(target, key, self)
      },
    })
  const names = Array.from({ length: COUNT }, (_, n) => `member_${n}`)
  const of = { account: 'many', subscription: 'sub', allotment_micro: 1n, bonus_micro: 0n, ended: false }
  const seats = names.map(
    (name, n): Seat => ({
      ...of,
      id: `seat_${n}`,
      grant: `grt_${n}`,
      get member() {
        looks += 1
        return name
      },
    }),
  )
  const terms = { plan: 'team', seats: HALF, credits_micro: 1n, interval: 'month' } as const
  const demote = watched(names.slice(0, HALF))
  const subscription = {
    ...{ account: 'many', id: 'sub', gives_to: 'seats', started_at: START, month: 0 },
    terms: { ...terms, seats: COUNT },
    pending: { terms, demote },
  } as Subscription
  const now = monthStart(START, 1)
  const footing = { subscription, seats, candidates: watched(names), ids: mintingIds(), now }
  const bill = { purchase: '', kind: 'renewal', terms, from_month: 1, month: 0, made_at: now } as const
  expect(checkPending(subscription, seats)).toBeNull()
  expect(demotedBy(subscription, seats, HALF, [])).toHaveLength(HALF)
  expect(checkDemotions(subscription, seats, HALF, demote)).toBeNull()
  expect(renew(footing, { ...bill, share: { left: 1, whole: 1 } }).dealt.seats).toHaveLength(COUNT)
  expect(looks).toBeLessThan(100 * COUNT)
})
