import { describe, expect, test } from 'vitest'
import { addMember } from '../../../src/core/accounts/add-member.ts'
import { MICRO } from '../../../src/core/credits.ts'
import { orRefuse } from '../../../src/core/refusal.ts'
import { advance } from '../../../src/core/subscriptions/advance.ts'
import { startOf } from '../../../src/core/subscriptions/calendar.ts'
import { changeTerms, previewOf } from '../../../src/core/subscriptions/change.ts'
import { seatsToEnd } from '../../../src/core/subscriptions/deal-seats.ts'
import { cancelAtPeriodEnd, takeCancelBack } from '../../../src/core/subscriptions/end.ts'
import { giveSeat, moveSeat, takeSeat } from '../../../src/core/subscriptions/give-seat.ts'
import type { Seat } from '../../../src/core/subscriptions/seat.ts'
import { subscribe } from '../../../src/core/subscriptions/subscribe.ts'
import type { Subscription } from '../../../src/core/subscriptions/subscription.ts'
import { of, openDesk, renewal, wanted, wish } from './desk.ts'

const { till, buying, store, charged, breaches } = await openDesk()

/** A team of these members, of whom the first have the seats. */
async function team(account: string, members: readonly string[], seats: number): Promise<Subscription> {
  await till.card(account)
  for (const [n, name] of members.entries())
    await store.once(null, Date.now(), async (registry) =>
      orRefuse(
        await addMember(
          registry,
          { account, id: `${account}_${name}`, email: null, role: 'member', status: 'active' },
          buying.ids,
          Date.now() + n,
        ),
      ),
    )
  return orRefuse(await subscribe(buying, wish(account, seats), Date.now())).subscription
}

const seated = async ({ account, id }: Subscription) =>
  (await store.registry.seats(account, id)).map(({ member }) => member?.slice(account.length + 1) ?? null)

describe('fewer seats from the renewal on', () => {
  test('are kept by those who were to keep them, whoever is given a seat meanwhile', async () => {
    const subscription = await team('keeps', ['ada', 'bob', 'eve', 'zoe'], 3)
    const now = startOf(subscription) + 1000
    const [ada, bob, eve, zoe] = ['ada', 'bob', 'eve', 'zoe'].map((name) => `keeps_${name}`) as [
      string,
      string,
      string,
      string,
    ]
    const about = of(subscription)
    orRefuse(await takeSeat(buying, about, eve, now))
    // Two have a seat, and one of them is named.
    orRefuse(await changeTerms(buying, wanted(subscription, 1, { demote: [ada] }), now))
    const refused = { refused: 'demotion_required', detail: expect.stringContaining('2 members would have') }
    expect(await giveSeat(buying, about, zoe, now)).toMatchObject(refused)
    expect(await moveSeat(buying, about, { from: ada, to: zoe }, now)).toMatchObject(refused)
    // Who stays in any case may go on to somebody else.
    orRefuse(await moveSeat(buying, about, { from: bob, to: zoe }, now))
    expect(await giveSeat(buying, about, bob, now)).toMatchObject(refused)
    orRefuse(await changeTerms(buying, wanted(subscription, 2, { demote: [ada] }), now))
    orRefuse(await giveSeat(buying, about, bob, now))
    expect(await seated(subscription)).toEqual(['ada', 'zoe', 'bob'])
    orRefuse(await advance(buying, 'keeps', subscription.id, renewal(subscription)))
    expect((await seated(subscription)).toSorted()).toEqual(['bob', 'zoe'])
    expect(await breaches()).toEqual([])
  })

  test('end in this order: what nobody has, what the demoted have, then the youngest', () => {
    const seat = (id: string, member: string | null) => ({ id, member }) as Seat
    const seats = [seat('1', 'ada'), seat('2', null), seat('3', 'bob'), seat('4', 'eve'), seat('5', null)]
    const order = [4, 3, 2, 1, 0].map((keep) =>
      seatsToEnd(seats, keep, ['ada'])
        .map(({ id }) => id)
        .at(-1),
    )
    expect(order).toEqual(['5', '2', '1', '4', '3'])
  })
})

describe('what is to end with its period', () => {
  test('has no renewal to change, until it is to go on', async () => {
    const subscription = await team('ends', ['ada', 'bob'], 2)
    const now = startOf(subscription) + 1000
    orRefuse(await cancelAtPeriodEnd(buying, of(subscription), now))
    const fewer = wanted(subscription, 1, { demote: ['ends_ada'] })
    const yearly = wanted(subscription, 2, { terms: { interval: 'year' } })
    for (const change of [fewer, yearly]) {
      expect(await previewOf(buying, change, now)).toMatchObject({ refused: 'subscription_ends' })
      expect(await changeTerms(buying, change, now)).toMatchObject({ refused: 'subscription_ends' })
    }
    // More of it comes at once, for what is left.
    expect(await changeTerms(buying, wanted(subscription, 3), now)).toMatchObject({
      subscription: { terms: { seats: 3 }, cancel_at_period_end: true },
    })
    orRefuse(await takeCancelBack(buying, of(subscription), now))
    expect(await changeTerms(buying, yearly, now)).toMatchObject({
      subscription: { pending: { terms: { interval: 'year' } } },
    })
  })
})

test('a commitment pays what a change costs, however little that is', async () => {
  await till.committed('committed', 30n)
  const begun = { ...wish('committed'), plan: 'plan_quantity' }
  const { subscription } = orRefuse(await subscribe(buying, begun, Date.now()))
  const now = startOf(subscription) + 1000
  const change = wanted(subscription, 1, { terms: { credits_micro: 120n * MICRO } })
  expect(await previewOf(buying, change, now)).toMatchObject({ kind: 'upgrade', due_minor: 20n })
  expect(await changeTerms(buying, change, now)).toMatchObject({
    purchase: { state: 'paid', price_minor: 20n },
    subscription: { terms: { credits_micro: 120n * MICRO } },
  })
  expect(await till.available('committed', 'miu')).toBe(28n)
  expect(await charged('committed')).toEqual([])
})
