import { describe, expect, test } from 'vitest'
import { addMember } from '../../../src/core/accounts/add-member.ts'
import { MICRO } from '../../../src/core/credits.ts'
import { lookAgain } from '../../../src/core/purchases/look-again.ts'
import type { Purchase } from '../../../src/core/purchases/purchase.ts'
import { orRefuse } from '../../../src/core/refusal.ts'
import { advance } from '../../../src/core/subscriptions/advance.ts'
import { startOf } from '../../../src/core/subscriptions/calendar.ts'
import { changeTerms } from '../../../src/core/subscriptions/change.ts'
import { seatsToEnd } from '../../../src/core/subscriptions/deal-seats.ts'
import { cancelAtPeriodEnd, clearPending, takeCancelBack } from '../../../src/core/subscriptions/end.ts'
import { giveSeat, moveSeat, takeSeat } from '../../../src/core/subscriptions/give-seat.ts'
import type { Terms } from '../../../src/core/subscriptions/plan.ts'
import { previewOf } from '../../../src/core/subscriptions/preview-of-change.ts'
import type { Seat } from '../../../src/core/subscriptions/seat.ts'
import { previewOfStart, subscribe } from '../../../src/core/subscriptions/subscribe.ts'
import type { Subscription } from '../../../src/core/subscriptions/subscription.ts'
import { asks, of, openDesk, renewal, wanted, wish } from './desk.ts'

const { till, buying, store, charged, events, breaches } = await openDesk()

/** A team of these members, of whom the first have the seats. */
async function team(account: string, members: readonly string[], seats: number): Promise<Subscription> {
  await till.card(account)
  for (const [n, name] of members.entries())
    await store.once(null, Date.now(), async (registry) =>
      orRefuse(
        await addMember(
          registry,
          { account, id: `${account}_${name}`, email: null, role: 'member', status: 'active' },
          Date.now() + n,
          buying.ids,
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

describe('a change of a part of it while another one waits', () => {
  test('keeps what else waits, and who was named for as many seats', async () => {
    const subscription = await team('parts', ['ada', 'bob', 'eve'], 3)
    const now = startOf(subscription) + 1000
    const change = (terms: Partial<Terms>, demote: readonly string[] = []) => ({
      ...wanted(subscription, 0, { terms, demote }),
    })
    const pending = async (terms: Partial<Terms>, demote: readonly string[] = []) =>
      orRefuse(await changeTerms(buying, change(terms, demote), now)).subscription.pending
    const credits_micro = 100n * MICRO
    expect(await pending({ interval: 'year' })).toMatchObject({ terms: { seats: 3, interval: 'year' } })
    const preview = await previewOf(buying, change({ seats: 1 }), now)
    expect(preview).toMatchObject({ kind: 'cycle_switch', demotions_required: 2 })
    expect(await changeTerms(buying, change({ seats: 1 }), now)).toMatchObject({
      refused: 'demotion_required',
    })
    const terms = { plan: 'plan_team', seats: 1, credits_micro, interval: 'year' } as const
    const fewer = { terms, demote: ['parts_ada', 'parts_eve'] }
    expect(await pending({ seats: 1 }, fewer.demote)).toEqual(fewer)
    // What is asked for already is written once.
    const written = await store.registry.subscription('parts', subscription.id)
    expect(await pending({})).toEqual(fewer)
    expect(await store.registry.subscription('parts', subscription.id)).toEqual(written)
    expect(await previewOf(buying, change({ interval: 'month' }), now)).toMatchObject({
      kind: 'downgrade',
      demotions_required: 0,
    })
    const monthly = { ...fewer, terms: { ...fewer.terms, interval: 'month' } }
    expect(await pending({ interval: 'month' })).toEqual(monthly)
    // For another number of seats they are named anew.
    expect(await changeTerms(buying, change({ seats: 2 }), now)).toMatchObject({
      refused: 'demotion_required',
    })
    // To ask for all that there is clears it.
    expect(await pending({ seats: 3 })).toBeNull()
    expect(await events(subscription)).toContain('pending_cleared')
  })

  test('comes at once, and with what waits, also where it is to end', async () => {
    const subscription = await team('ending', ['ada'], 1)
    const now = startOf(subscription) + 1000
    orRefuse(await changeTerms(buying, wanted(subscription, 1, { terms: { interval: 'year' } }), now))
    const both = { kind: 'upgrade', at_renewal: { seats: 2, interval: 'year' } }
    expect(await previewOf(buying, wanted(subscription, 2), now)).toMatchObject(both)
    orRefuse(await cancelAtPeriodEnd(buying, of(subscription), now))
    expect(await previewOf(buying, wanted(subscription, 2), now)).toMatchObject(both)
  })
})

describe('terms of which no period can be charged', () => {
  test('are refused before anything is written, at the start and of a change', async () => {
    await till.card('too_little')
    const begun = (credits: bigint) => {
      const terms = { seats: 1, credits_micro: credits * MICRO, interval: 'month' } as const
      return { ...wish('too_little'), plan: 'plan_quantity', terms }
    }
    const little = { refused: 'amount_too_small', detail: expect.stringContaining('0.30 USD') }
    const { registry } = store
    expect(await previewOfStart(registry, buying.payments, begun(30n), Date.now())).toMatchObject(little)
    expect(await subscribe(buying, begun(30n), Date.now())).toMatchObject(little)
    expect(await till.purchases('too_little')).toEqual([])
    const { subscription } = orRefuse(await subscribe(buying, begun(100n), Date.now()))
    const less = (credits: bigint) => wanted(subscription, 1, { terms: { credits_micro: credits * MICRO } })
    expect(await previewOf(buying, less(30n), Date.now())).toMatchObject(little)
    expect(await changeTerms(buying, less(30n), Date.now())).toMatchObject(little)
    expect(await changeTerms(buying, less(50n), Date.now())).toMatchObject({
      preview: { renewal_minor: 50n },
    })
  })

  test('are refused where they are too much for one bill', async () => {
    const subscription = await team('too_much', ['ada'], 1)
    const yearly = (seats: number) => wanted(subscription, seats, { terms: { seats, interval: 'year' } })
    const much = {
      refused: 'plan_not_offered',
      detail: expect.stringContaining('no more than 999999.99 USD'),
    }
    expect(await changeTerms(buying, yearly(5_000), Date.now())).toMatchObject(much)
    expect(await previewOf(buying, yearly(4_999), Date.now())).toMatchObject({ kind: 'cycle_switch' })
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

describe('more of what there is, while something waits', () => {
  const yearly = { terms: { interval: 'year' } } as const

  test('leaves that waiting where it is to end, for if it is to go on', async () => {
    const subscription = await team('halted', ['ada', 'bob', 'eve'], 2)
    const now = startOf(subscription) + 1000
    const about = of(subscription)
    orRefuse(await changeTerms(buying, wanted(subscription, 2, yearly), now))
    orRefuse(await cancelAtPeriodEnd(buying, about, now))
    orRefuse(await changeTerms(buying, wanted(subscription, 3), now))
    const { subscription: resumed } = orRefuse(await takeCancelBack(buying, about, now))
    expect(resumed).toMatchObject({
      terms: { seats: 3, interval: 'month' },
      pending: { terms: { seats: 3, interval: 'year' } },
    })
    // All four at once take its place.
    orRefuse(await cancelAtPeriodEnd(buying, about, now))
    const all = { ...subscription.terms, seats: 4 }
    expect(await changeTerms(buying, wanted(subscription, 4, { terms: all }), now)).toMatchObject({
      subscription: { terms: { seats: 4 }, pending: null },
    })
  })

  test('comes at once, and waits for the renewal as well', async () => {
    const subscription = await team('beside', ['ada', 'bob', 'eve'], 2)
    const now = startOf(subscription) + 1000
    orRefuse(await changeTerms(buying, wanted(subscription, 2, yearly), now))
    const preview = orRefuse(await previewOf(buying, wanted(subscription, 3), now))
    expect(preview).toMatchObject({ kind: 'upgrade', due_minor: 2000n, renewal_minor: 60_000n })
    expect([preview.terms, preview.at_renewal]).toMatchObject([
      { seats: 3, interval: 'month' },
      { seats: 3, interval: 'year' },
    ])
    await till.card('beside', asks)
    const waits = orRefuse(await changeTerms(buying, wanted(subscription, 3), now))
    expect(waits).toMatchObject({ subscription: { terms: { seats: 2 }, pending: { terms: { seats: 2 } } } })
    // To have it without what waits is something else.
    const alone = wanted(subscription, 3, { terms: { ...subscription.terms, seats: 3 } })
    expect(await changeTerms(buying, alone, now)).toMatchObject({ refused: 'payment_pending' })
    await till.card('beside')
    const { subscription: grown } = orRefuse(await changeTerms(buying, wanted(subscription, 3), now))
    expect(grown).toMatchObject({ terms: { seats: 3, interval: 'month' } })
    expect(grown.pending).toMatchObject({ terms: { seats: 3, interval: 'year' }, demote: [] })
    const renewed = orRefuse(await advance(buying, 'beside', subscription.id, renewal(subscription)))
    expect(renewed).toMatchObject({ terms: { seats: 3, interval: 'year' }, pending: null })
    expect(await charged('beside')).toEqual([60_000, 2000, 4000])
  })

  test('is not made to wait again by a change that was dropped meanwhile', async () => {
    const subscription = await team('dropped', ['ada', 'bob'], 1)
    const now = startOf(subscription) + 1000
    orRefuse(await changeTerms(buying, wanted(subscription, 1, yearly), now))
    await till.card('dropped', asks)
    const { purchase } = orRefuse(await changeTerms(buying, wanted(subscription, 2), now))
    orRefuse(await clearPending(buying, of(subscription), now))
    await till.pay(String(purchase?.facts.page_url))
    await lookAgain(buying, await till.purchase(purchase as Purchase), 'test', now)
    const is = await store.registry.subscription('dropped', subscription.id)
    expect(is).toMatchObject({ terms: { seats: 2, interval: 'month' }, pending: null })
  })
})

test('a commitment pays what a change costs, however little that is', async () => {
  await till.committed('committed', 30n)
  const begun = { ...wish('committed'), plan: 'plan_quantity' }
  const { subscription } = orRefuse(await subscribe(buying, begun, Date.now()))
  const now = startOf(subscription) + 1000
  const change = wanted(subscription, 1, { terms: { credits_micro: 120n * MICRO } })
  expect(await previewOf(buying, change, now)).toMatchObject({ kind: 'upgrade', due_minor: 20n })
  // It knows no least amount.
  const less = wanted(subscription, 1, { terms: { credits_micro: 30n * MICRO } })
  expect(await previewOf(buying, less, now)).toMatchObject({ kind: 'downgrade', renewal_minor: 30n })
  expect(await changeTerms(buying, change, now)).toMatchObject({
    purchase: { state: 'paid', price_minor: 20n },
    subscription: { terms: { credits_micro: 120n * MICRO } },
  })
  expect(await till.available('committed', 'miu')).toBe(28n)
  expect(await charged('committed')).toEqual([])
})
