import { describe, expect, test } from 'vitest'
import { MICRO } from '../../../src/core/credits.ts'
import { beginnings } from '../../../src/core/purchases/buy.ts'
import { checkPayments } from '../../../src/core/purchases/check-payments.ts'
import { lookAgain, refresh } from '../../../src/core/purchases/look-again.ts'
import { newPurchase } from '../../../src/core/purchases/new-purchase.ts'
import { PaymentRefused } from '../../../src/core/purchases/payments.ts'
import { settleAlone } from '../../../src/core/purchases/settle-purchase.ts'
import { orderOf } from '../../../src/core/purchases/side.ts'
import { orRefuse } from '../../../src/core/refusal.ts'
import { advance } from '../../../src/core/subscriptions/advance.ts'
import { startOf } from '../../../src/core/subscriptions/calendar.ts'
import { cardsChanged } from '../../../src/core/subscriptions/cards-changed.ts'
import { changeTerms } from '../../../src/core/subscriptions/change.ts'
import { cancelAtPeriodEnd, payNow } from '../../../src/core/subscriptions/end.ts'
import { giveBackStray, giveBackStrays } from '../../../src/core/subscriptions/give-back.ts'
import { outlook } from '../../../src/core/subscriptions/outlook.ts'
import { subscribe } from '../../../src/core/subscriptions/subscribe.ts'
import type { Subscription } from '../../../src/core/subscriptions/subscription.ts'
import { asks, DAY_MS, declines, of, openDesk, renewal, wanted, wish } from './desk.ts'

const { till, buying, store, subscribed, present, charged, billed, events, breaches } = await openDesk()

const MINUTE_MS = 60_000

const refunded = async (account: string) =>
  (await till.charges(account)).map(({ amount_refunded }) => amount_refunded).toReversed()

describe('a change that is paid on its page, of which nobody hears in its period', () => {
  const paidUnheard = async (account: string) => {
    const subscription = await subscribed(account)
    await till.card(account, asks)
    const change = wanted(subscription, 3)
    const { purchase } = orRefuse(await changeTerms(buying, change, startOf(subscription) + 1000))
    await till.card(account)
    await till.pay(purchase?.facts.page_url ?? null)
    return { subscription, price: Number(purchase?.price_minor) }
  }

  test('comes with the renewal, and its money goes back', async () => {
    const { subscription, price } = await paidUnheard('unheard')
    const due = renewal(subscription)
    const renewed = orRefuse(await advance(buying, 'unheard', subscription.id, due + 1000))
    expect(renewed).toMatchObject({ status: 'active', month: 1, terms: { seats: 3 }, pending: null })
    expect(await events(subscription)).toEqual([
      ...['created', 'started', 'change_billed'],
      ...['change_late', 'renewal_billed', 'renewed'],
    ])
    expect(await billed('unheard')).toEqual(['paid', 'refunded', 'paid'])
    expect(await charged('unheard')).toEqual([6000, price, 2000])
    expect(await refunded('unheard')).toEqual([0, price, 0])
    expect(await breaches()).toEqual([])
  })

  test('goes back though the server dies before it is asked for', async () => {
    const { subscription, price } = await paidUnheard('died')
    const refund = () => Promise.reject(new Error('died'))
    const dying = { ...buying, payments: { ...buying.payments, refund } }
    const due = renewal(subscription)
    orRefuse(await advance(dying, 'died', subscription.id, due + 1000))
    expect(await refunded('died')).toEqual([0, 0, 0])
    await checkPayments(buying, due + MINUTE_MS)
    expect(await refunded('died')).toEqual([0, price, 0])
    expect(await breaches()).toEqual([])
  })

  test('goes back where the subscription ends with that period', async () => {
    const { subscription, price } = await paidUnheard('ending')
    const now = startOf(subscription) + 2000
    orRefuse(await cancelAtPeriodEnd(buying, of(subscription), now))
    // The page was paid; whoever cancels hears of it, so it is told only now.
    const due = renewal(subscription)
    const ended = orRefuse(await advance(buying, 'ending', subscription.id, due + 1000))
    expect(ended).toMatchObject({ status: 'canceled' })
    expect(await refunded('ending')).toEqual([0, price])
    expect(await breaches()).toEqual([])
  })
})

describe('a year of which months have passed when it is billed', () => {
  const yearly = async (account: string) => {
    await till.card(account)
    const terms = { ...wish(account).terms, interval: 'year' } as const
    const begun = { ...wish(account), plan: 'plan_bonus', terms }
    return orRefuse(await subscribe(buying, begun, Date.now())).subscription
  }

  test('is charged for the months that are still to come', async () => {
    const subscription = await yearly('down')
    const [first] = await till.purchases('down')
    expect(first?.credits_micro).toBe((12n * 100n + 30n) * MICRO)
    const renewed = orRefuse(await advance(buying, 'down', subscription.id, renewal(subscription, 16)))
    expect(renewed).toMatchObject({ status: 'active', period_month: 12, period_months: 12, month: 16 })
    const [bill] = await till.purchases('down')
    expect(bill).toMatchObject({ price_minor: 13_333n, credits_micro: 800n * MICRO })
    expect(bill?.description).toBe('Team: 1 seat of 100 credits a month, billed by the year, 8 of 12 months')
    expect(await charged('down')).toEqual([13_333, 20_000])
    // The next one is whole again.
    orRefuse(await advance(buying, 'down', subscription.id, renewal(subscription, 24)))
    expect((await charged('down'))[0]).toBe(20_000)
  })

  test('says before what it will cost, and brings as many months though it is paid after all of them', async () => {
    const subscription = await yearly('hangs')
    const charge = () => Promise.reject(new Error('away'))
    const away = { ...buying, payments: { ...buying.payments, charge } }
    const billed = orRefuse(await advance(away, 'hangs', subscription.id, renewal(subscription, 23)))
    expect(outlook(billed, await store.registry.plan('plan_bonus'), Date.now())).toMatchObject({
      next_charge_minor: 1667n,
    })
    await checkPayments(buying, renewal(subscription, 25))
    expect(await present(subscription)).toMatchObject({ period_month: 14, period_months: 12, month: 25 })
    expect(await charged('hangs')).toEqual([1667, 20_000])
  })
})

describe('a renewal that is declined by one card after another', () => {
  test('ends two weeks after it was due, whatever is tried', async () => {
    const subscription = await subscribed('carding')
    const due = renewal(subscription)
    const days: number[] = []
    for (let at: number | null = due; at !== null && at < due + 30 * DAY_MS; ) {
      days.push((at - due) / DAY_MS)
      await till.card('carding', declines)
      at = orRefuse(await advance(buying, 'carding', subscription.id, at)).due_at
    }
    expect(days).toEqual([0, 1, 3, 7, 8, 9, 10, 11, 12, 13, 14])
    expect(await present(subscription)).toMatchObject({ status: 'canceled' })
  })

  test('is tried so many times a day, and again on the next one', async () => {
    const subscription = await subscribed('testing')
    await till.card('testing', declines)
    const due = renewal(subscription)
    await advance(buying, 'testing', subscription.id, due)
    for (let n = 1; n <= 5; n += 1) orRefuse(await payNow(buying, of(subscription), due + n * 1000))
    const refused = { refused: 'too_many_attempts' }
    expect(await payNow(buying, of(subscription), due + 6000)).toMatchObject(refused)
    // Nor is another card tried just now.
    await store.clocks.put('testing', due + 7000 - Date.now())
    await till.card('testing', declines)
    await cardsChanged(buying, 'testing', Date.now())
    expect(await billed('testing')).toHaveLength(1 + 6)
    // By itself it is tried on its day, and by hand once those of yesterday are long past.
    orRefuse(await advance(buying, 'testing', subscription.id, due + DAY_MS))
    expect(await billed('testing')).toHaveLength(1 + 7)
    await till.card('testing')
    expect(await payNow(buying, of(subscription), due + 1.5 * DAY_MS)).toMatchObject({
      subscription: { status: 'active' },
    })
  })
})

describe('a bill that is paid, of which its subscription does not hear because the server dies', () => {
  /** A start that waits on its page, which is paid and settled, and nothing more. */
  const paidAlone = async (account: string) => {
    await till.account(account)
    const { subscription, purchase } = orRefuse(await subscribe(buying, wish(account), Date.now()))
    if (!purchase) throw new Error('it was not billed')
    await till.pay(purchase.facts.page_url)
    const facts = await buying.payments.look(await orderOf(buying, purchase))
    await settleAlone(buying, purchase, facts, 'test', Date.now())
    expect(await present(subscription)).toMatchObject({ status: 'incomplete' })
    return { subscription, purchase }
  }

  test('brings what it is for once the event comes again', async () => {
    const { subscription, purchase } = await paidAlone('told_again')
    expect(await refresh(buying, 'told_again', purchase.id, 'test', Date.now(), true)).toMatchObject({
      state: 'paid',
    })
    expect(await present(subscription)).toMatchObject({ status: 'active', bill: null })
  })

  test('brings it once somebody looks', async () => {
    const { subscription, purchase } = await paidAlone('looked_at')
    await lookAgain(buying, purchase, 'test', Date.now())
    expect(await present(subscription)).toMatchObject({ status: 'active', bill: null })
    expect(await breaches()).toEqual([])
  })
})

/** A bill that its subscription does not wait for, written and paid as if it had been given up before. */
async function stray(subscription: Subscription) {
  const [bill] = await till.purchases(subscription.account)
  if (!bill) throw new Error('it was not billed')
  const made = newPurchase(buying.ids, bill, Date.now())
  await store.once(null, Date.now(), (registry) => registry.insertPurchase(made, beginnings(made)))
  const facts = await buying.payments.charge(await orderOf(buying, made))
  return { made, facts }
}

describe('a bill that is paid after all when nobody waits for it', () => {
  test('goes back at once', async () => {
    const subscription = await subscribed('stray')
    const { made } = await stray(subscription)
    expect(await lookAgain(buying, made, 'test', Date.now())).toMatchObject({ state: 'paid' })
    expect(await billed('stray')).toEqual(['paid', 'refunded'])
    expect(await present(subscription)).toMatchObject({ status: 'active', bill: null })
    expect(await breaches()).toEqual([])
  })

  test('is found where the server died of the news, and goes back by the job, once', async () => {
    const subscription = await subscribed('found')
    const { made, facts } = await stray(subscription)
    await settleAlone(buying, made, facts, 'test', Date.now())
    expect(await breaches()).toEqual([
      `the bill ${made.id} was paid, and its subscription brought nothing for it`,
    ])
    const since = Date.now() - DAY_MS
    expect(await giveBackStrays(buying, since, Date.now())).toBe(1)
    expect(await giveBackStrays(buying, since, Date.now())).toBe(0)
    expect(await refunded('found')).toEqual([0, 2000])
    expect(await breaches()).toEqual([])
  })
})

describe('a bill of which nobody knows anything for long', () => {
  test('is charged after all where it is a renewal, which nobody gave up', async () => {
    const subscription = await subscribed('long_away')
    const due = renewal(subscription)
    const charge = () => Promise.reject(new Error('away'))
    const away = { ...buying, payments: { ...buying.payments, charge } }
    orRefuse(await advance(away, 'long_away', subscription.id, due))
    expect(await billed('long_away')).toEqual(['paid', 'charging'])
    await checkPayments(buying, due + 40 * MINUTE_MS)
    expect(await present(subscription)).toMatchObject({ status: 'active', month: 1 })
    expect(await billed('long_away')).toEqual(['paid', 'paid'])
  })

  test('is given up where somebody waited for it and has gone', async () => {
    await till.card('gone')
    const charge = () => Promise.reject(new Error('away'))
    const away = { ...buying, payments: { ...buying.payments, charge } }
    const { subscription } = orRefuse(await subscribe(away, wish('gone'), Date.now()))
    await checkPayments(buying, Date.now() + 20 * MINUTE_MS)
    expect(await present(subscription)).toMatchObject({ status: 'canceled' })
    expect(await billed('gone')).toEqual(['failed'])
  })
})

test('a change that waits for its payer may do so until the period ends, however old its page is', async () => {
  const subscription = await subscribed('slow_payer')
  await till.card('slow_payer', asks)
  const now = startOf(subscription) + 1000
  orRefuse(await changeTerms(buying, wanted(subscription, 2), now))
  await checkPayments(buying, now + 20 * DAY_MS)
  expect(await billed('slow_payer')).toEqual(['paid', 'awaiting_checkout'])
  await till.card('slow_payer')
  orRefuse(await advance(buying, 'slow_payer', subscription.id, renewal(subscription)))
  expect(await billed('slow_payer')).toEqual(['paid', 'expired', 'paid'])
})

test('a bill whose refund is refused is left for somebody to look into', async () => {
  const subscription = await subscribed('refused')
  const { made, facts } = await stray(subscription)
  const { settled } = await settleAlone(buying, made, facts, 'test', Date.now())
  const refund = () => Promise.reject(new PaymentRefused('refund_refused', 'too late'))
  const refusing = { ...buying, payments: { ...buying.payments, refund } }
  expect(await giveBackStray(refusing, settled, Date.now())).toBe(true)
  expect(await giveBackStray(buying, settled, Date.now())).toBe(false)
  expect(await giveBackStrays(buying, Date.now() - DAY_MS, Date.now())).toBe(0)
  expect(await refunded('refused')).toEqual([0, 0])
  expect(await breaches()).toEqual([
    `the bill ${made.id} was paid, and its subscription brought nothing for it`,
  ])
})
