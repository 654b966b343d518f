import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Order } from '../../src/core/purchases/payments.ts'
import { cardOrder, refundOf, type Subject, sandboxSubject, settled } from './subject.ts'

const DAY = 86_400_000

let subject: Subject
beforeAll(async () => {
  subject = await sandboxSubject()
})
afterAll(() => subject.close())

/** So much real time later. Stripe forgets its keys after a day. */
async function daysLater(days: number): Promise<void> {
  await subject.sandbox?.tell('POST', '/clock', { advance_seconds: days * 86_400 })
  subject.advance(days * DAY)
}

let passed_ms = 0
const passed = async (days: number) => {
  await daysLater(days)
  passed_ms += days * DAY
}

/** A purchase of an account whose own clock is so far ahead. */
async function orderAhead(days: number): Promise<Order> {
  const ahead_ms = days * DAY
  const order = await cardOrder(subject, undefined, { created_at: Date.now() + passed_ms + ahead_ms })
  return { ...order, ahead_ms }
}

async function chargesOf({ customer }: Order): Promise<number> {
  const { data } = await subject.stripe.charges.list({ customer, limit: 100 })
  return data.filter(({ paid }) => paid).length
}

describe('a purchase that is dated ahead of the real time', () => {
  test.each([
    ['days later', 90, 2],
    ['when its date has come', 90, 90],
    ['long after its date', 30, 200],
  ])('is found by its name %s, and charged once', async (_when, ahead, later) => {
    const order = await orderAhead(ahead)
    expect(await subject.payments.charge(order)).toMatchObject({ payment: 'paid' })
    await passed(later)
    // The answer was lost, so no id of the payment is known.
    expect(await subject.payments.look(order)).toMatchObject({ payment: 'paid' })
    expect(await subject.payments.charge(order)).toMatchObject({ payment: 'paid' })
    expect(await chargesOf(order)).toBe(1)
  })

  test('is found where its account was put further ahead since', async () => {
    const order = await orderAhead(30)
    await subject.payments.charge(order)
    await passed(2)
    const further = { ...order, ahead_ms: 400 * DAY }
    expect(await subject.payments.charge(further)).toMatchObject({ payment: 'paid' })
    expect(await chargesOf(order)).toBe(1)
  })

  test('has one page, however late it is asked for', async () => {
    const ahead = await orderAhead(90)
    const order = { ...ahead, purchase: { ...ahead.purchase, paying_by: 'checkout' as const } }
    const first = await subject.payments.openCheckout(order)
    await passed(2)
    expect(await subject.payments.openCheckout(order)).toMatchObject({
      checkout_session: first.checkout_session,
    })
  })

  test('is refunded once', async () => {
    const order = await orderAhead(90)
    const paid = settled(order, await subject.payments.charge(order))
    const refund = { ...refundOf(order, 1000n), created_at: order.purchase.created_at }
    await subject.payments.refund(paid, refund)
    await passed(90)
    expect((await subject.payments.refund(paid, refund)).refunds).toHaveLength(1)
  })
})

test('only a live key moves real money', () => {
  expect(subject.payments.live).toBe(false)
  const live = (secretKey: string) => subject.another({ secretKey }).live
  expect(['sk_live_1', 'rk_live_1', 'sk_test_1', 'rk_test_1'].map(live)).toEqual([true, true, false, false])
})
