import { beforeAll, describe, expect, test } from 'vitest'
import { addMember } from '../../../src/core/accounts/add-member.ts'
import { removeMember } from '../../../src/core/accounts/remove-member.ts'
import { MICRO } from '../../../src/core/credits.ts'
import { UNSCOPED } from '../../../src/core/ledger/grant.ts'
import { isRefusal, orRefuse } from '../../../src/core/refusal.ts'
import { advance } from '../../../src/core/subscriptions/advance.ts'
import { monthStart } from '../../../src/core/subscriptions/calendar.ts'
import { changeTerms } from '../../../src/core/subscriptions/change.ts'
import { cancelNow, clearPending, payNow } from '../../../src/core/subscriptions/end.ts'
import { giveSeat } from '../../../src/core/subscriptions/give-seat.ts'
import { overview } from '../../../src/core/subscriptions/overview.ts'
import type { Plan } from '../../../src/core/subscriptions/plan.ts'
import { type SubscribeRequest, subscribe } from '../../../src/core/subscriptions/subscribe.ts'
import { debitOf, releaseOf, reserveOf } from '../../harness/commands.ts'
import { openTill } from '../../harness/till.ts'

const till = await openTill()
const { buying, store } = till

const plan: Plan = {
  id: 'plan_team',
  name: 'Team',
  credit_type: 'gateway',
  currency: 'usd',
  gives_to: 'seats',
  pricing: {
    by: 'size',
    sizes: [
      { credits_micro: 100n * MICRO, month_minor: 2000n, year_minor: 20_000n },
      { credits_micro: 250n * MICRO, month_minor: 4500n, year_minor: 45_000n },
    ],
  },
  bonus_micro: 0n,
  days_until_due: 30,
  created_at: 0,
  archived_at: null,
}

beforeAll(async () => {
  await till.creditType('gateway')
  await store.once(null, Date.now(), (registry) => registry.insertPlan(plan))
})

async function team(id: string, members: number) {
  await till.card(id)
  for (let n = 1; n <= members; n += 1)
    await store.once(null, Date.now(), async (registry) =>
      orRefuse(
        await addMember(
          registry,
          { account: id, id: `${id}_${n}`, email: `${n}@${id}.example`, role: 'member', status: 'active' },
          Date.now() + n,
          buying.ids,
        ),
      ),
    )
}

const paying = { payment_method: null, by_page: true, success_url: null, cancel_url: null, source: null }

async function subscribes(
  account: string,
  seats: number,
  now = Date.now(),
  more: Partial<SubscribeRequest> = {},
) {
  const terms = { seats, credits_micro: 100n * MICRO, interval: 'month' } as const
  const done = await subscribe(
    buying,
    {
      account,
      member: null,
      dialect: 'native',
      plan: plan.id,
      terms,
      collection: 'charge_automatically',
      paying,
      expected_minor: null,
      once: null,
      ...more,
    },
    now,
  )
  if (isRefusal(done)) throw new Error(done.detail)
  return done
}

describe('a subscription', () => {
  test('is charged, in force, and grants each seat its credits every month', async () => {
    await team('team_a', 2)
    const { subscription, purchase } = await subscribes('team_a', 3)
    expect(subscription).toMatchObject({ status: 'active', month: 0, bill: null })
    expect(purchase).toMatchObject({ state: 'paid', price_minor: 6000n, granted_at: null })
    expect(await till.available('team_a')).toBe(300n)
    const start = subscription.started_at as number
    for (const month of [1, 2]) {
      const at = monthStart(start, month)
      const renewed = orRefuse(await advance(buying, 'team_a', subscription.id, at + 1000))
      expect(renewed).toMatchObject({ status: 'active', month, bill: null, attempts: 0 })
      expect(await till.charges('team_a')).toHaveLength(month + 1)
    }
    const told = await overview(buying, 'team_a', 'gateway', monthStart(start, 2) + 2000)
    expect(told).toMatchObject({ remaining_micro: 300n * MICRO, used_micro: 0n, next_charge_minor: 6000n })
  })

  test('that grows is charged its share at once', async () => {
    await team('team_b', 2)
    const { subscription } = await subscribes('team_b', 1)
    const now = (subscription.started_at as number) + 15 * 86_400_000
    const about = { account: 'team_b', subscription: subscription.id, once: null }
    const changed = orRefuse(
      await changeTerms(
        buying,
        { ...about, terms: { seats: 2 }, demote: [], paying, expected_minor: null },
        now,
      ),
    )
    expect(changed.preview).toMatchObject({ kind: 'upgrade', immediate: true })
    expect(changed.subscription.terms.seats).toBe(2)
    expect(changed.purchase).toMatchObject({ state: 'paid', price_minor: changed.preview.due_minor })
    const told = await overview(buying, 'team_b', 'gateway', now + 1000)
    expect(told.remaining_micro).toBe(100n * MICRO + changed.preview.credits_micro)
  })

  test('has what comes back by a hold that is older than its upgrade', async () => {
    await till.account('user_d', { kind: 'user' })
    await till.card('user_d')
    const { subscription } = await subscribes('user_d', 1)
    const now = (subscription.started_at as number) + 1000
    const reserve = { ...reserveOf('user_d', 60, 60_000), credit_type: 'gateway' }
    const reserved = orRefuse((await store.ledger.submit(reserve, now)).answer)
    const about = { account: 'user_d', subscription: subscription.id, once: null }
    const terms = { credits_micro: 250n * MICRO }
    const change = { ...about, terms, demote: [], paying, expected_minor: null }
    orRefuse(await changeTerms(buying, change, now + 1))
    const then = await overview(buying, 'user_d', 'gateway', now + 2)
    expect(then).toMatchObject({ remaining_micro: 190n * MICRO, used_micro: 60n * MICRO })
    orRefuse((await store.ledger.submit(releaseOf('user_d', reserved.hold.id), now + 3)).answer)
    const told = await overview(buying, 'user_d', 'gateway', now + 4)
    expect(told).toMatchObject({ remaining_micro: 250n * MICRO, used_micro: 0n })
    expect(await till.available('user_d')).toBe(250n)
  })

  test('has the seat of whoever was removed for somebody else, though nobody took it back', async () => {
    await team('team_e', 2)
    const { subscription } = await subscribes('team_e', 1)
    const now = (subscription.started_at as number) + 1000
    const burned = {
      ...debitOf('team_e', 30),
      credit_type: 'gateway',
      usage: { ...UNSCOPED, member: 'team_e_1' },
    }
    orRefuse((await store.ledger.submit(burned, now)).answer)
    const leaving = { account: 'team_e', id: 'team_e_1' }
    await store.once(null, now, (registry) => removeMember(registry, leaving, now))
    const about = { account: 'team_e', subscription: subscription.id, once: null }
    orRefuse(await giveSeat(buying, about, 'team_e_2', now + 1))
    const told = await overview(buying, 'team_e', 'gateway', now + 2)
    expect(told.seats).toMatchObject([{ member: 'team_e_2', remaining_micro: 70n * MICRO }])
  })

  test('that waits on its page is charged to a card that was saved since; so is a change', async () => {
    await till.account('team_f')
    const opened = await subscribes('team_f', 1)
    expect(opened).toMatchObject({ purchase: { paying_by: 'checkout', state: 'awaiting_checkout' } })
    expect((await subscribes('team_f', 1)).purchase?.id).toBe(opened.purchase?.id)
    const card = await till.card('team_f', 'pm_card_authenticationRequired')
    const asked = await subscribes('team_f', 1)
    expect(asked).toMatchObject({ replayed: false, purchase: { paying_by: 'card', payment_method: card } })
    expect((await subscribes('team_f', 1)).purchase?.id).toBe(asked.purchase?.id)
    await till.card('team_f')
    const { subscription } = await subscribes('team_f', 1)
    expect(subscription.status).toBe('active')
    await till.card('team_f', 'pm_card_authenticationRequired')
    const about = { account: 'team_f', subscription: subscription.id, once: null }
    const wish = { ...about, terms: { seats: 2 }, demote: [], paying, expected_minor: null }
    const waits = orRefuse(await changeTerms(buying, wish, Date.now()))
    expect(orRefuse(await changeTerms(buying, wish, Date.now())).purchase?.id).toBe(waits.purchase?.id)
    await till.card('team_f')
    expect(await changeTerms(buying, wish, Date.now())).toMatchObject({ refused: 'payment_pending' })
    expect(await changeTerms(buying, wish, Date.now())).toMatchObject({ purchase: { state: 'paid' } })
    expect((await till.purchases('team_f')).map(({ state }) => state)).toEqual([
      ...['paid', 'expired', 'paid', 'expired', 'expired'],
    ])
  })

  test('is told again under its key, though another plan is sold by now', async () => {
    await till.card('team_g')
    const once = { account: 'team_g', key: 'begin', fingerprint: 'x' }
    const first = await subscribes('team_g', 2, Date.now(), { once })
    const terms = { seats: 1, credits_micro: 250n * MICRO, interval: 'month' } as const
    const about = { account: 'team_g', subscription: first.subscription.id, once: null }
    orRefuse(
      await changeTerms(buying, { ...about, terms, demote: [], paying, expected_minor: null }, Date.now()),
    )
    const again = await subscribes('team_g', 2, Date.now() + 1000, { once, plan: 'plan_no_more' })
    expect(again).toMatchObject({ replayed: true, preview: first.preview, purchase: first.purchase })
    expect(await till.charges('team_g')).toHaveLength(1)
    // So is what was kept before previews were.
    const older = { ...once, key: 'older' }
    const { preview, purchase } = first
    await store.once(older, Date.now(), async () => ({
      subscription: first.subscription.id,
      purchase: purchase?.id ?? null,
    }))
    const told = await subscribes('team_g', 2, Date.now() + 1000, { once: older })
    expect(told).toMatchObject({ replayed: true, purchase, preview: { kind: 'start', terms: preview.terms } })
  })

  test("keeps a bill that waits where a key that is another call's would end it", async () => {
    await team('team_i', 2)
    const { subscription } = await subscribes('team_i', 1)
    await till.card('team_i', 'pm_card_authenticationRequired')
    const now = (subscription.started_at as number) + 1000
    const about = { account: 'team_i', subscription: subscription.id }
    const once = { account: 'team_i', key: 'clear', fingerprint: 'clear' }
    orRefuse(await clearPending(buying, { ...about, once }, now))
    const wish = { ...about, once: null, terms: { seats: 2 }, demote: [], paying, expected_minor: null }
    const { purchase } = orRefuse(await changeTerms(buying, wish, now))
    const told = await cancelNow(buying, { ...about, once: { ...once, fingerprint: 'end' } }, now + 1)
    const is = await store.registry.purchase('team_i', String(purchase?.id))
    expect([told, is]).toMatchObject([{ refused: 'idempotency_key_reused' }, { state: 'awaiting_checkout' }])
  })

  test('that is past due without a card is tried at once six times a day, and no more', async () => {
    await till.card('team_h')
    const { subscription } = await subscribes('team_h', 1)
    const customer = String(await store.registry.customer('team_h'))
    for (const { id } of await buying.payments.paymentMethods(customer))
      await buying.payments.detach(customer, id)
    const now = monthStart(subscription.started_at as number, 1) + 1000
    const about = { account: 'team_h', subscription: subscription.id, once: null }
    const told: string[] = []
    for (let n = 1; n <= 8; n += 1) {
      const paid = await payNow(buying, about, now + n)
      told.push(isRefusal(paid) ? paid.refused : paid.subscription.status)
    }
    expect(told).toEqual([...Array(6).fill('past_due'), ...Array(2).fill('too_many_attempts')])
    expect(await payNow(buying, about, now + 86_400_001)).toMatchObject({
      subscription: { status: 'past_due' },
    })
  })

  test('whose card declines is past due, tried again, and ends', async () => {
    await team('team_c', 1)
    const { subscription } = await subscribes('team_c', 1)
    await till.card('team_c', 'pm_card_chargeCustomerFail')
    let now = monthStart(subscription.started_at as number, 1)
    const seen: string[] = []
    for (let n = 0; n < 6; n += 1) {
      const is = orRefuse(await advance(buying, 'team_c', subscription.id, now))
      seen.push(`${is.status} ${is.attempts}`)
      if (is.due_at === null) break
      now = is.due_at
    }
    expect(seen).toEqual(['past_due 1', 'past_due 2', 'past_due 3', 'canceled 3'])
    expect(await till.available('team_c')).toBe(0n)
  })
})
