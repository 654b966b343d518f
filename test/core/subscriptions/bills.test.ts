import { describe, expect, test } from 'vitest'
import { MICRO } from '../../../src/core/credits.ts'
import { handleEvent } from '../../../src/core/purchases/handle-event.ts'
import type { PaymentEvent } from '../../../src/core/purchases/payments.ts'
import { isRefusal, orRefuse } from '../../../src/core/refusal.ts'
import { advance } from '../../../src/core/subscriptions/advance.ts'
import { startOf } from '../../../src/core/subscriptions/calendar.ts'
import { changeTerms } from '../../../src/core/subscriptions/change.ts'
import { cancelAtPeriodEnd, cancelNow, payNow } from '../../../src/core/subscriptions/end.ts'
import { overview } from '../../../src/core/subscriptions/overview.ts'
import { previewOf } from '../../../src/core/subscriptions/preview-of-change.ts'
import { previewOfStart, subscribe } from '../../../src/core/subscriptions/subscribe.ts'
import { until } from '../../harness/until.ts'
import { asks, DAY_MS, declines, of, openDesk, paying, renewal, wanted, wish } from './desk.ts'

const { till, buying, store, subscribed, present, charged, slowServer, breaches } = await openDesk()

describe('a bill that is being charged just now', () => {
  test('is not given up for another change, and brings what it is paid for', async () => {
    const subscription = await subscribed('two_changes')
    const { slow, begun, open } = slowServer()
    const first = changeTerms(slow, wanted(subscription, 2), Date.now())
    await begun
    const second = await changeTerms(buying, wanted(subscription, 3), Date.now())
    open()
    expect(second).toMatchObject({ refused: 'payment_pending' })
    expect(await first).toMatchObject({ purchase: { state: 'paid' } })
    expect(await present(subscription)).toMatchObject({ terms: { seats: 2 }, bill: null })
    expect(await charged('two_changes')).toEqual([2000, 2000])
    expect(await breaches()).toEqual([])
  })

  test('is not given up for other terms of a first one', async () => {
    await till.card('two_wishes')
    const { slow, begun, open } = slowServer()
    const first = subscribe(slow, wish('two_wishes', 2), Date.now())
    await begun
    const second = await subscribe(buying, wish('two_wishes', 1), Date.now())
    open()
    expect(second).toMatchObject({ refused: 'subscription_exists' })
    expect(await first).toMatchObject({ subscription: { status: 'active', terms: { seats: 2 } } })
    expect(await charged('two_wishes')).toEqual([4000])
  })

  test('keeps its subscription from being ended', async () => {
    const subscription = await subscribed('ended_meanwhile')
    const { slow, begun, open } = slowServer()
    const change = changeTerms(slow, wanted(subscription, 2), Date.now())
    await begun
    expect(await cancelNow(buying, of(subscription), Date.now())).toMatchObject({
      refused: 'payment_pending',
    })
    open()
    await change
    await until('the change', async () => (await present(subscription)).terms.seats === 2)
    expect(await cancelNow(buying, of(subscription), Date.now())).toMatchObject({
      subscription: { status: 'canceled' },
    })
    expect(await breaches()).toEqual([])
  })
})

describe('a change that waits to be paid', () => {
  const waiting = async (account: string) => {
    const subscription = await subscribed(account)
    await till.card(account, asks)
    const now = startOf(subscription) + 1000
    const { purchase } = orRefuse(await changeTerms(buying, wanted(subscription, 2), now))
    expect(purchase).toMatchObject({ state: 'awaiting_checkout', price_minor: 2000n })
    return { subscription, purchase, now }
  }

  test('is gone on with by the same call, for what its caller expects', async () => {
    const { subscription, purchase, now } = await waiting('same_change')
    const again = (expected_minor: bigint) =>
      changeTerms(buying, wanted(subscription, 2, { expected_minor }), now + 1000)
    expect(await again(2000n)).toMatchObject({ purchase: { id: purchase?.id } })
    expect(await again(1900n)).toMatchObject({ refused: 'amount_changed' })
    expect(await present(subscription)).toMatchObject({ bill: { purchase: purchase?.id } })
  })

  test('makes way for another card', async () => {
    const { subscription, now } = await waiting('other_card')
    const payment_method = await till.card('other_card')
    const change = wanted(subscription, 2, { paying: { ...paying, payment_method } })
    expect(await changeTerms(buying, change, now + 1000)).toMatchObject({ refused: 'payment_pending' })
    expect(await changeTerms(buying, change, now + 2000)).toMatchObject({ purchase: { state: 'paid' } })
    expect(await charged('other_card')).toEqual([2000, 2000])
  })

  test('makes way for the price of another day', async () => {
    const { subscription, now } = await waiting('other_day')
    const later = now + 3 * DAY_MS
    expect(await changeTerms(buying, wanted(subscription, 2), later)).toMatchObject({
      refused: 'payment_pending',
    })
    const { preview, purchase } = orRefuse(await changeTerms(buying, wanted(subscription, 2), later))
    expect(purchase?.price_minor).toBe(preview.due_minor)
    expect(preview.due_minor).toBeLessThan(2000n)
  })
})

test('what costs nothing is in force whoever comes by while it is written', async () => {
  await till.account('costs_nothing')
  const once: typeof store.once = async (...args) => {
    const done = await store.once(...args)
    const found = await store.registry.subscriptionTo('costs_nothing', 'gateway')
    if (found) await advance(buying, 'costs_nothing', found.id, Date.now())
    return done
  }
  const watched = { ...buying, store: { ...store, once } }
  const { subscription } = orRefuse(
    await subscribe(watched, { ...wish('costs_nothing'), plan: 'plan_free' }, Date.now()),
  )
  expect(subscription).toMatchObject({ status: 'active', month: 0 })
  expect(await till.available('costs_nothing')).toBe(100n)
})

test('a dispute that is lost ends the subscription, also where a server died of the news', async () => {
  const subscription = await subscribed('lost')
  const [bill] = await till.purchases('lost')
  const { id } = await till.tell<{ id: string }>('POST', '/disputes', {
    payment_intent: bill?.facts.payment_intent,
  })
  await till.tell('POST', `/disputes/${id}/close`, { status: 'lost' })
  const died = () => Promise.reject(new Error('died'))
  const dying = { ...buying, store: { ...store, registry: { ...store.registry, standing: died } } }
  const about = { account: 'lost', purchase: String(bill?.id) }
  const type = 'charge.dispute.closed'
  const event: PaymentEvent = {
    id: 'evt_lost',
    type,
    about,
    payment_only: false,
    card_of: null,
    created_at: Date.now(),
  }
  await expect(handleEvent(dying, event, Date.now())).rejects.toThrow('died')
  expect(await present(subscription)).toMatchObject({ status: 'active' })
  expect(await handleEvent(buying, event, Date.now())).toBe('settled')
  expect(await present(subscription)).toMatchObject({ status: 'canceled' })
  expect(await till.available('lost')).toBe(0n)
})

test('nobody pays for a renewal that is due when the subscription is ended', async () => {
  const subscription = await subscribed('ended_when_due')
  const { subscription: ended } = orRefuse(
    await cancelNow(buying, of(subscription), renewal(subscription) + 1000),
  )
  expect(ended).toMatchObject({ status: 'canceled', bill: null })
  expect(await charged('ended_when_due')).toEqual([2000])
})

test('who pays by hand before the next attempt uses none up', async () => {
  const subscription = await subscribed('by_hand')
  await till.card('by_hand', declines)
  const due = renewal(subscription)
  await advance(buying, 'by_hand', subscription.id, due)
  for (let n = 1; n <= 5; n += 1) {
    const tried = orRefuse(await payNow(buying, of(subscription), due + n * 1000))
    expect(tried.subscription).toMatchObject({ status: 'past_due', attempts: 1, due_at: due + DAY_MS })
  }
  expect(await till.purchases('by_hand')).toHaveLength(7)
  const next = await advance(buying, 'by_hand', subscription.id, due + DAY_MS)
  expect(next).toMatchObject({ status: 'past_due', attempts: 2 })
})

test('a commitment that falls short is asked again, also where an invoice was wanted', async () => {
  await till.committed('committed', 30n)
  const sent = { ...wish('committed'), collection: 'send_invoice' as const }
  const { subscription } = orRefuse(await subscribe(buying, sent, Date.now()))
  const due = renewal(subscription)
  const declined = await advance(buying, 'committed', subscription.id, due)
  expect(declined).toMatchObject({ status: 'past_due', attempts: 1, due_at: due + DAY_MS })
})

test('a user has one seat, also after a change', async () => {
  await till.account('single', { kind: 'user' })
  const subscription = await subscribed('single')
  const changed = await changeTerms(buying, wanted(subscription, 3), Date.now())
  expect(isRefusal(changed) && changed.refused).toBe('seats_out_of_range')
  expect(await charged('single')).toEqual([2000])
})

test('a change costs no less than can be charged, so many small ones come for no less than a large one', async () => {
  await till.card('small_steps')
  const begun = { ...wish('small_steps'), plan: 'plan_quantity' }
  const { subscription } = orRefuse(await subscribe(buying, begun, Date.now()))
  const now = startOf(subscription) + 1000
  const change = wanted(subscription, 1, { terms: { credits_micro: 120n * MICRO } })
  const told = orRefuse(await previewOf(buying, change, now))
  expect(told).toMatchObject({ kind: 'upgrade', due_minor: 50n })
  expect(told.lines.map(({ amount_minor }) => amount_minor)).toEqual([120n, -100n, 30n])
  expect(await changeTerms(buying, change, now)).toMatchObject({ purchase: { state: 'paid' } })
  expect(await charged('small_steps')).toEqual([50, 100])
  expect(await till.available('small_steps')).toBe(120n)
})

test('the bonus of the first month comes once, however often an account begins anew', async () => {
  await till.card('begins_anew')
  const wanted = { ...wish('begins_anew'), plan: 'plan_bonus' }
  const begun: (readonly bigint[])[] = []
  for (let [n, now] = [0, Date.now()]; n < 2; n += 1) {
    const told = orRefuse(await previewOfStart(store.registry, buying.payments, wanted, now))
    const { subscription, purchase, preview } = orRefuse(await subscribe(buying, wanted, now))
    const given = (await overview(buying, 'begins_anew', 'gateway', now + 1)).remaining_micro
    const all = [told.credits_micro, preview.credits_micro, purchase?.credits_micro ?? 0n, given]
    begun.push([...all.map((micro) => micro / MICRO), subscription.bonus_micro / MICRO])
    orRefuse(await cancelAtPeriodEnd(buying, of(subscription), now + 2))
    now = renewal(subscription) + 1000
    orRefuse(await advance(buying, 'begins_anew', subscription.id, now))
  }
  expect(begun).toEqual([
    [130n, 130n, 130n, 130n, 30n],
    [100n, 100n, 100n, 100n, 0n],
  ])
})

test('the bonus is still to come where nothing was ever in force', async () => {
  await till.card('declined_first', declines)
  const wanted = { ...wish('declined_first'), plan: 'plan_bonus' }
  orRefuse(await subscribe(buying, wanted, Date.now()))
  await till.card('declined_first')
  const { preview, subscription } = orRefuse(await subscribe(buying, wanted, Date.now()))
  expect([preview.credits_micro, subscription.status]).toEqual([130n * MICRO, 'active'])
})

test('the bill of a change tells of all the credits that come with it in its period', async () => {
  await till.card('in_a_year')
  const terms = { ...wish('in_a_year').terms, interval: 'year' } as const
  const { subscription } = orRefuse(await subscribe(buying, { ...wish('in_a_year'), terms }, Date.now()))
  const at = renewal(subscription, 2)
  const { purchase, preview } = orRefuse(await changeTerms(buying, wanted(subscription, 3), at))
  expect([preview.credits_micro, purchase?.credits_micro]).toEqual([200n * MICRO, 10n * 200n * MICRO])
})
