import { expect, test } from 'vitest'
import { orRefuse } from '../../../src/core/refusal.ts'
import { advance } from '../../../src/core/subscriptions/advance.ts'
import { startOf } from '../../../src/core/subscriptions/calendar.ts'
import { changeTerms } from '../../../src/core/subscriptions/change.ts'
import { cancelNow, clearPending } from '../../../src/core/subscriptions/end.ts'
import { subscribe } from '../../../src/core/subscriptions/subscribe.ts'
import { asks, of, openDesk, renewal, wanted, wish } from './desk.ts'

const { till, buying, store, subscribed, billed, present, slowServer, breaches } = await openDesk()

test('a change that waits to be paid keeps no month of a year from beginning', async () => {
  await till.card('months')
  const yearly = { ...wish('months'), terms: { ...wish('months').terms, interval: 'year' } as const }
  const { subscription } = orRefuse(await subscribe(buying, yearly, Date.now()))
  await till.card('months', asks)
  orRefuse(await changeTerms(buying, wanted(subscription, 2), startOf(subscription) + 1000))
  expect(await billed('months')).toEqual(['paid', 'awaiting_checkout'])
  const later = orRefuse(await advance(buying, 'months', subscription.id, renewal(subscription, 2)))
  expect(later).toMatchObject({ month: 2, terms: { seats: 1 }, bill: { kind: 'change' } })
  expect(await billed('months')).toEqual(['paid', 'awaiting_checkout'])
})

test('what a renewal brings that is being paid just now can not be cleared', async () => {
  await till.card('clearing')
  const { subscription } = orRefuse(await subscribe(buying, wish('clearing', 1), Date.now()))
  const yearly = wanted(subscription, 1, { terms: { interval: 'year' } })
  orRefuse(await changeTerms(buying, yearly, startOf(subscription) + 1000))
  await till.card('clearing', asks)
  const due = renewal(subscription)
  expect(await advance(buying, 'clearing', subscription.id, due)).toMatchObject({ bill: { kind: 'renewal' } })
  expect(await clearPending(buying, of(subscription), due + 1000)).toMatchObject({
    refused: 'payment_pending',
  })
  expect(await present(subscription)).toMatchObject({ pending: { terms: { interval: 'year' } } })
})

test('what is billed while its end is decided is not ended', async () => {
  const subscription = await subscribed('billed_meanwhile')
  const { slow, begun, open } = slowServer()
  const { registry } = store
  let change: ReturnType<typeof changeTerms> | undefined
  const seats: typeof registry.seats = async (account, id) => {
    change ??= changeTerms(slow, wanted(subscription, 2), Date.now())
    await begun
    return registry.seats(account, id)
  }
  const meanwhile = Object.create(registry, { seats: { value: seats } })
  const overtaken = { ...buying, store: Object.create(store, { registry: { value: meanwhile } }) }
  const ended = await cancelNow(overtaken, of(subscription), Date.now())
  open()
  expect(await change).toMatchObject({ purchase: { state: 'paid' } })
  expect(ended).toMatchObject({ refused: 'payment_pending' })
  expect(await present(subscription)).toMatchObject({ status: 'active', terms: { seats: 2 } })
  expect(await breaches()).toEqual([])
})
