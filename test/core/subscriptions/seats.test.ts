import { beforeAll, describe, expect, test } from 'vitest'
import { addMember } from '../../../src/core/accounts/add-member.ts'
import { removeMember } from '../../../src/core/accounts/remove-member.ts'
import { MICRO } from '../../../src/core/credits.ts'
import { UNSCOPED } from '../../../src/core/ledger/grant.ts'
import type { Buying } from '../../../src/core/purchases/buying.ts'
import { refundPurchase } from '../../../src/core/purchases/refund-purchase.ts'
import { isRefusal, orRefuse } from '../../../src/core/refusal.ts'
import { changeTerms } from '../../../src/core/subscriptions/change.ts'
import { cancelNow } from '../../../src/core/subscriptions/end.ts'
import { giveSeat, moveSeat, takeSeat, takeSeatsOf } from '../../../src/core/subscriptions/give-seat.ts'
import { overview } from '../../../src/core/subscriptions/overview.ts'
import { subscribe } from '../../../src/core/subscriptions/subscribe.ts'
import type { Subscription } from '../../../src/core/subscriptions/subscription.ts'
import { debitOf, grantOf, releaseOf, reserveOf } from '../../harness/commands.ts'
import { DAY_MS, of, openDesk, wanted, wish } from './desk.ts'

const { till, buying, store, breaches } = await openDesk()

const size = { credits_micro: 100n * MICRO, month_minor: 2000n, year_minor: null }
const larger = { credits_micro: 200n * MICRO, month_minor: 4000n, year_minor: null }

beforeAll(async () => {
  const base = { name: 'Sizes', credit_type: 'gateway', currency: 'usd', gives_to: 'seats' } as const
  const rest = { bonus_micro: 0n, days_until_due: 30, created_at: 1, archived_at: null }
  const pricing = { by: 'size', sizes: [size, larger] } as const
  await store.once(null, Date.now(), (r) => r.insertPlan({ ...base, ...rest, id: 'plan_sizes', pricing }))
})

/** A team of these members, of whom the first have the seats. */
async function team(account: string, members: readonly string[], seats: number): Promise<Subscription> {
  await till.card(account)
  const now = Date.now()
  await store.once(null, now, async (registry) => {
    const member = { account, email: null, role: 'member', status: 'active' } as const
    for (const [n, name] of members.entries())
      orRefuse(await addMember(registry, { ...member, id: `${account}_${name}` }, now + n, buying.ids))
    return {}
  })
  const request = { ...wish(account, seats), plan: 'plan_sizes' }
  return orRefuse(await subscribe(buying, request, Date.now())).subscription
}

/** A moment after all that was done before. */
const later = () => Date.now() + 1000

describe('a seat that changes hands', () => {
  const gateway = { credit_type: 'gateway' } as const
  const usageOf = (member: string) => ({ usage: { ...UNSCOPED, member } })
  const debits = async (account: string, member: string, credits: number, now: number) => {
    const { answer } = await store.ledger.submit(
      { ...debitOf(account, credits), ...gateway, ...usageOf(member) },
      now,
    )
    return isRefusal(answer) ? answer.refused : 'charged'
  }
  /** Sets credits aside for a member, and answers how to give them back. */
  const holds = async (account: string, member: string, credits: number, now: number) => {
    const reserve = { ...reserveOf(account, credits, 20 * DAY_MS), ...gateway, ...usageOf(member) }
    orRefuse((await store.ledger.submit(reserve, now)).answer)
    return async (at: number) =>
      orRefuse((await store.ledger.submit(releaseOf(account, reserve.id), at)).answer)
  }

  test('gives nothing that was held before to who had it, and its holder has what the ledger says', async () => {
    const subscription = await team('moved', ['ada', 'bob'], 1)
    const now = later()
    const release = await holds('moved', 'moved_ada', 90, now)
    orRefuse(await moveSeat(buying, of(subscription), { from: 'moved_ada', to: 'moved_bob' }, now))
    await release(now + 1)
    expect(await debits('moved', 'moved_ada', 1, now + 2)).toBe('insufficient_credits')
    expect(await till.available('moved')).toBe(10n)
    expect(await overview(buying, 'moved', 'gateway', now + 3)).toMatchObject({
      remaining_micro: 10n * MICRO,
    })
    expect(await debits('moved', 'moved_bob', 10, now + 4)).toBe('charged')
    expect(await breaches()).toEqual([])
  })

  test('takes along what came back to its holder after it was made larger', async () => {
    const subscription = await team('grown', ['ada', 'bob'], 1)
    const now = later()
    const release = await holds('grown', 'grown_ada', 60, now)
    orRefuse(
      await changeTerms(
        buying,
        wanted(subscription, 1, { terms: { credits_micro: larger.credits_micro } }),
        now,
      ),
    )
    await release(now + 1)
    // As the holder still has it, what came back is the holder's.
    expect(await till.available('grown')).toBe(200n)
    orRefuse(await moveSeat(buying, of(subscription), { from: 'grown_ada', to: 'grown_bob' }, now + 2))
    expect(await debits('grown', 'grown_bob', 200, now + 3)).toBe('charged')
    expect(await breaches()).toEqual([])
  })

  test('leaves nothing behind when its subscription ends, whatever is held', async () => {
    const subscription = await team('over', ['ada'], 1)
    const now = later()
    const release = await holds('over', 'over_ada', 80, now)
    orRefuse(await cancelNow(buying, of(subscription), now))
    await release(now + 1)
    expect(await till.available('over')).toBe(0n)
    expect(await debits('over', 'over_ada', 1, now + 2)).toBe('insufficient_credits')
    expect(await breaches()).toEqual([])
  })

  test('leaves alone what its holder was granted by hand, under whatever name', async () => {
    const subscription = await team('by_hand', ['ada', 'bob'], 1)
    const named = { ...gateway, source: 'subscription' } as const
    const ada = { scope: { ...UNSCOPED, member: 'by_hand_ada' } }
    for (const more of [ada, { ...ada, priority: 50 }, {}])
      orRefuse((await store.ledger.submit(grantOf('by_hand', 50, { ...named, ...more }), Date.now())).answer)
    const now = later()
    const left = async () => (await overview(buying, 'by_hand', 'gateway', now)).remaining_micro / MICRO
    expect(await left()).toBe(100n)
    expect(await debits('by_hand', 'by_hand_ada', 30, now)).toBe('charged')
    expect(await left()).toBe(70n)
    orRefuse(await moveSeat(buying, of(subscription), { from: 'by_hand_ada', to: 'by_hand_bob' }, now))
    expect([await left(), await till.available('by_hand')]).toEqual([70n, 220n])
    expect(await debits('by_hand', 'by_hand_bob', 121, now)).toBe('insufficient_credits')
    orRefuse(await cancelNow(buying, of(subscription), now))
    expect(await debits('by_hand', 'by_hand_ada', 150, now)).toBe('charged')
    expect(await breaches()).toEqual([])
  })

  test("is nobody's while nobody has it, also where a member is called like it", async () => {
    const subscription = await team('namesake', ['ada'], 1)
    orRefuse(await takeSeat(buying, of(subscription), 'namesake_ada', later()))
    const [seat] = await store.registry.seats('namesake', subscription.id)
    const member = { account: 'namesake', email: null, role: 'member', status: 'active' } as const
    const id = String(seat?.id)
    await store.once(null, Date.now(), async (registry) =>
      orRefuse(await addMember(registry, { ...member, id }, Date.now(), buying.ids)),
    )
    expect(await debits('namesake', id, 1, later())).toBe('insufficient_credits')
    const { seats } = await overview(buying, 'namesake', 'gateway', later())
    expect(seats).toMatchObject([{ member: null, remaining_micro: 100n * MICRO }])
    expect(await breaches()).toEqual([])
  })

  test('pays no debt of all, which the next credits for all pay', async () => {
    await till.card('owing')
    const { purchase } = await till.buys('owing', { credits_micro: 100n * MICRO })
    orRefuse((await store.ledger.submit({ ...debitOf('owing', 100), ...gateway }, Date.now())).answer)
    const all = { account: 'owing', purchase: purchase.id, amount_minor: null, reason: null, once: null }
    orRefuse(await refundPurchase(buying, all, Date.now()))
    await team('owing', ['ada', 'bob'], 2)
    const { seats } = await overview(buying, 'owing', 'gateway', Date.now())
    expect(seats.map(({ remaining_micro }) => remaining_micro / MICRO)).toEqual([100n, 100n])
    orRefuse((await store.ledger.submit(grantOf('owing', 120, gateway), Date.now())).answer)
    const balance = await store.ledger.balance('owing', 'gateway', Date.now())
    expect(balance).toMatchObject({ available_micro: 220n * MICRO, debt_micro: 0n })
    expect(await breaches()).toEqual([])
  })
})

test('two dozen seats are taken at once, by two servers, and none is left', async () => {
  const names = Array.from({ length: 24 }, (_, n) => `m${n}`)
  const subscription = await team('crowd', names, names.length)
  const now = later()
  const servers = [buying, till.server()]
  const taken = names.map((name, n) =>
    takeSeat(servers[n % 2] as Buying, of(subscription), `crowd_${name}`, now),
  )
  for (const one of await Promise.all(taken)) orRefuse(one)
  const seats = await store.registry.seats('crowd', subscription.id)
  expect(seats.map(({ member }) => member)).toEqual(names.map(() => null))
  expect(await breaches()).toEqual([])
})

describe('who is removed while a seat is dealt', () => {
  /** A server that asks who is a member, and hears of a removal only after it was answered. */
  const tooLate = (account: string, member: string): Buying => {
    const { registry } = store
    let isRemoved = false
    const removed = async <A>(answer: A): Promise<A> => {
      if (isRemoved) return answer
      isRemoved = true
      const now = Date.now()
      const gone = { account, id: member }
      orRefuse((await store.once(null, now, (r) => removeMember(r, gone, now))).answer)
      await takeSeatsOf(buying, account, member, now)
      return answer
    }
    const asks: Pick<typeof registry, 'members' | 'member'> = {
      members: async (...page) => removed(await registry.members(...page)),
      member: async (...one) => removed(await registry.member(...one)),
    }
    return { ...buying, store: { ...store, registry: { ...registry, ...asks } } }
  }
  const holders = async ({ account, id }: Subscription) =>
    (await store.registry.seats(account, id)).map(({ member }) => member)

  test('gets none of those that come with a larger size', async () => {
    const subscription = await team('dealt', ['ada', 'bob', 'eve'], 1)
    orRefuse(await changeTerms(tooLate('dealt', 'dealt_bob'), wanted(subscription, 2), later()))
    expect(await holders(subscription)).toEqual(['dealt_ada', 'dealt_eve'])
    expect(await breaches()).toEqual([])
  })

  test('gets none of a start that costs nothing', async () => {
    const before = await team('free', ['ada', 'bob'], 1)
    orRefuse(await cancelNow(buying, of(before), later()))
    const request = { ...wish('free'), plan: 'plan_free' }
    const begun = orRefuse(await subscribe(tooLate('free', 'free_ada'), request, later()))
    expect(await holders(begun.subscription)).toEqual(['free_bob'])
    expect(await breaches()).toEqual([])
  })

  test('is not given a free one', async () => {
    const subscription = await team('given', ['ada', 'bob'], 1)
    orRefuse(await takeSeat(buying, of(subscription), 'given_ada', later()))
    const given = await giveSeat(tooLate('given', 'given_bob'), of(subscription), 'given_bob', later())
    expect(given).toMatchObject({ refused: 'member_not_found' })
    expect(await holders(subscription)).toEqual([null])
    expect(await breaches()).toEqual([])
  })
})
