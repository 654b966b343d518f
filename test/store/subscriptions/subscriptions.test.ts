import { beforeEach, describe, expect, test } from 'vitest'
import { createAccount } from '../../../src/core/accounts/create-account.ts'
import { beginnings } from '../../../src/core/purchases/buy.ts'
import type { Step } from '../../../src/core/subscriptions/records.ts'
import type { Seat } from '../../../src/core/subscriptions/seat.ts'
import type { OpenBill, PendingChange } from '../../../src/core/subscriptions/subscription.ts'
import { answerText, parseAnswer } from '../../../src/store/ledger/answer-json.ts'
import { keptSubscription } from '../../../src/store/subscriptions/subscription-rows.ts'
import { purchaseOf } from '../../properties/purchases.ts'
import { NOW, openRegistry } from '../registry/open.ts'
import { dealOf, eventOf, insertAllotment, paged, refusedBy, seatOf, subscriptionOf } from './open.ts'

const { registry, once, must, pool } = await openRegistry()
const first = { limit: 100, after: null }
let account = ''
let accounts = 0

beforeEach(async () => {
  accounts += 1
  account = `acc_${accounts}`
  await must(createAccount, { id: account, kind: 'team', name: 'a', slug: null })
})

describe('a subscription', () => {
  const pending: PendingChange = {
    terms: { plan: 'smaller', seats: 1, credits_micro: 9_007_199_254_740_995n, interval: 'year' },
    demote: ['ann', 'bob'],
  }
  const bill: OpenBill = {
    purchase: 'pur_1',
    kind: 'renewal',
    terms: { plan: 'other', seats: 2, credits_micro: 9_007_199_254_740_997n, interval: 'month' },
    from_month: 3,
    month: 2,
    share: { left: 3, whole: 31 },
    made_at: NOW,
  }

  test('comes back as it was written, and as it was changed', async () => {
    const made = subscriptionOf(account, 'sub_1', { status: 'incomplete', started_at: null, month: -1 })
    expect(await registry.insertSubscription(made)).toBe(true)
    expect(await registry.subscription(account, 'sub_1')).toEqual(made)
    const changed = subscriptionOf(account, 'sub_1', {
      collection: 'send_invoice',
      member: 'ann',
      status: 'past_due',
      terms: { plan: 'larger', seats: 9, credits_micro: 9_007_199_254_740_999n, interval: 'year' },
      bonus_micro: 11n,
      started_at: NOW + 1,
      period_month: 12,
      period_months: 12,
      month: 13,
      pending,
      cancel_at_period_end: true,
      bill,
      attempts: 2,
      declined_card: 'pm_1',
      due_at: NOW + 2,
      canceled_at: NOW + 3,
      updated_at: NOW + 4,
    })
    expect(await registry.changeSubscription(changed)).toBe(true)
    expect(await registry.subscription(account, 'sub_1')).toEqual({ ...changed, version: 2 })
    const back = { ...changed, pending: null, bill: null, due_at: null, version: 2 }
    expect(await registry.changeSubscription(back)).toBe(true)
    expect(await registry.subscription(account, 'sub_1')).toEqual({ ...back, version: 3 })
  })

  test('of before it could be moved keeps its plan in what it waits for, and in what is told of it', async () => {
    const { plan, ...extent } = pending.terms
    const old = { ...pending, terms: extent }
    await registry.insertSubscription(subscriptionOf(account, 'sub_1'))
    await pool.query('update subscriptions set pending = $2, bill = $3 where account_id = $1', [
      account,
      answerText(old),
      answerText({ ...bill, terms: extent }),
    ])
    const terms = { ...extent, plan: 'team' }
    const read = await registry.subscription(account, 'sub_1')
    expect(read).toMatchObject({ pending: { ...old, terms }, bill: { ...bill, terms } })
    const made = subscriptionOf(account, 'sub_1')
    const told = { ...made, plan: 'team', terms: { ...made.terms, plan: undefined }, pending: old }
    const { terms: present, ...rest } = parseAnswer(answerText(told)) as typeof made
    expect(keptSubscription({ ...rest, terms: present })).toEqual({ ...made, pending: { ...old, terms } })
    expect(keptSubscription(made)).toEqual(made)
  })

  test('is changed by one of ten who read it, and by nobody who read an older one', async () => {
    const made = subscriptionOf(account, 'sub_1')
    await registry.insertSubscription(made)
    const tries = Array.from({ length: 10 }, (_, attempts) =>
      once(null, NOW, (registry) => registry.changeSubscription({ ...made, attempts })),
    )
    const won = (await Promise.all(tries)).map(({ answer }) => answer)
    expect(won.filter((one) => one === true)).toHaveLength(1)
    expect(await registry.changeSubscription(made)).toBe(false)
    expect(await registry.subscription(account, 'sub_1')).toMatchObject({
      version: 2,
      attempts: won.indexOf(true),
    })
    expect(await registry.changeSubscription({ ...made, account: 'other', version: 2 })).toBe(false)
    expect(await registry.changeSubscription({ ...made, id: 'sub_2', version: 2 })).toBe(false)
  })

  test('is the only one of its credit type that has not ended', async () => {
    const of = (id: string) => subscriptionOf(account, id)
    const made = await Promise.all(
      ['sub_1', 'sub_2', 'sub_3'].map((id) => registry.insertSubscription(of(id))),
    )
    expect(made.filter(Boolean)).toHaveLength(1)
    expect(await registry.insertSubscription({ ...of('sub_4'), credit_type: 'other' })).toBe(true)
    const present = await registry.subscriptionTo(account, 'neo')
    expect(present?.id).toBe(`sub_${made.indexOf(true) + 1}`)
    await registry.changeSubscription({ ...of(present?.id ?? ''), status: 'canceled', canceled_at: NOW })
    expect(await registry.insertSubscription(of('sub_5'))).toBe(true)
    expect((await registry.subscriptionTo(account, 'neo'))?.id).toBe('sub_5')
  })

  test('to a credit type is the present one, else the one that ended last', async () => {
    const ended = (id: string, canceled_at: number) =>
      subscriptionOf(account, id, { status: 'canceled', canceled_at })
    for (const one of [ended('sub_1', NOW + 1), ended('sub_2', NOW + 2), ended('sub_3', NOW)])
      await registry.insertSubscription(one)
    expect((await registry.subscriptionTo(account, 'neo'))?.id).toBe('sub_2')
    await registry.insertSubscription(subscriptionOf(account, 'sub_0'))
    expect((await registry.subscriptionTo(account, 'neo'))?.id).toBe('sub_0')
    expect(await registry.subscriptionTo(account, 'other')).toBeNull()
    expect(await registry.subscriptionTo('nobody', 'neo')).toBeNull()
  })

  test('is listed, newest first, of one account or of all, by its status', async () => {
    const ids = [1, 2, 3].map((i) => `sub_${account}_${i}`)
    for (const id of ids)
      await registry.insertSubscription(subscriptionOf(account, id, { credit_type: id, status: 'past_due' }))
    await registry.insertSubscription(subscriptionOf(account, `sub_${account}_4`))
    const seen = await paged((page) => registry.subscriptions(account, 'past_due', page))
    expect(seen.map(({ id }) => id)).toEqual([...ids].reverse())
    expect((await registry.subscriptions(account, null, first)).items).toHaveLength(4)
    const everywhere = (await registry.subscriptions(null, 'past_due', first)).items.map(({ id }) => id)
    expect(everywhere).toEqual(expect.arrayContaining(ids))
  })
})

describe('seats', () => {
  const seats = (...all: readonly Seat[]) => registry.putSeats(all)
  const holders = async (id = 'sub_1') =>
    (await registry.seats(account, id)).map(({ id, member }) => [id, member])

  test('are made, changed and ended, and come back in the order of their ids', async () => {
    const subscription = subscriptionOf(account, 'sub_1')
    const [a, b] = [seatOf(subscription, 'sea_b', 'ann'), seatOf(subscription, 'sea_a')]
    await seats(a, b)
    expect(await registry.seats(account, 'sub_1')).toEqual([b, a])
    const given = {
      ...b,
      member: 'bob',
      grant: 'grt_1',
      allotment_micro: 9_007_199_254_740_993n,
      bonus_micro: 3n,
    }
    await seats(given)
    expect(await registry.seats(account, 'sub_1')).toEqual([given, a])
    await seats({ ...a, ended: true, member: null })
    expect(await registry.seats(account, 'sub_1')).toEqual([given])
    await seats()
    expect(await registry.seats('other', 'sub_1')).toEqual([])
  })

  test('change hands in one step, whatever their order, and count as they were left', async () => {
    const subscription = subscriptionOf(account, 'sub_1')
    const [a, b, c] = ['sea_a', 'sea_b', 'sea_c'].map((id) => seatOf(subscription, id)) as [Seat, Seat, Seat]
    await seats({ ...a, member: 'ann' }, { ...b, member: 'bob' }, c)
    await seats({ ...a, member: 'bob' }, { ...b, member: 'ann' })
    expect(await holders()).toEqual([
      ['sea_a', 'bob'],
      ['sea_b', 'ann'],
      ['sea_c', null],
    ])
    await seats({ ...c, member: 'ann' }, { ...b, member: 'eve' }, { ...b, ended: true })
    expect(await holders()).toEqual([
      ['sea_a', 'bob'],
      ['sea_c', 'ann'],
    ])
  })

  test('nobody has two of one subscription', async () => {
    const subscription = subscriptionOf(account, 'sub_1')
    await seats(seatOf(subscription, 'sea_a', 'ann'))
    expect(await refusedBy(seats(seatOf(subscription, 'sea_b', 'ann')))).toBe('23505')
    await seats(seatOf(subscriptionOf(account, 'sub_2'), 'sea_c', 'ann'))
    await seats({ ...seatOf(subscription, 'sea_d', 'ann'), ended: true })
    expect((await registry.seatsOfMember(account, 'ann')).map(({ id }) => id)).toEqual(['sea_a', 'sea_c'])
    expect(await registry.seatsOfMember('other', 'ann')).toEqual([])
  })

  test('by the thousands are one statement', async () => {
    const subscription = subscriptionOf(account, 'sub_1')
    const many = Array.from({ length: 10_000 }, (_, i) => seatOf(subscription, `sea_${i}`, `mem_${i}`))
    await seats(...many)
    await seats(...many.map((seat, i) => ({ ...seat, member: `mem_${(i + 1) % 10_000}` })))
    expect(await registry.seats(account, 'sub_1')).toHaveLength(10_000)
    expect((await registry.seatsOfMember(account, 'mem_0'))[0]?.id).toBe('sea_9999')
  })
})

describe('a step', () => {
  const stepOf = (id: string, version: number): Step => {
    const subscription = subscriptionOf(account, 'sub_1', { version, attempts: version })
    const seat = { ...seatOf(subscription, 'sea_1', 'ann'), grant: `grt_${id}` }
    const purchase = purchaseOf(account, `pur_${id}`, { created_at: NOW, subscription: 'sub_1' })
    const deals = [dealOf(seat, `grt_${id}`)]
    return {
      subscription,
      event: eventOf({ ...subscription, version: version + 1 }, 'renewed', { id }),
      bill: { purchase, transitions: beginnings(purchase) },
      seats: [seat],
      allotment: { account, id: `alt_${id}`, subscription: 'sub_1', credit_type: 'neo', deals, at: NOW },
    }
  }

  test('is written with all that belongs to it, once and upon its version', async () => {
    await registry.insertSubscription(subscriptionOf(account, 'sub_1'))
    const at = { created_at: NOW, updated_at: NOW, failing_since: null, previous_secret_until: null }
    const endpoint = { id: 'whe_step', url: 'https://example.com', types: null, active: true, ...at }
    await registry.insertEndpoint(endpoint, 'secret')
    expect(await registry.standing(account, 'sub_1')).toMatchObject({ unfinished: false })
    expect(await registry.standing(account, 'sub_2')).toBeNull()
    const ten = Array.from({ length: 10 }, (_, n) => stepOf(`a${n}`, 1))
    const written = await Promise.all(ten.map((step) => registry.writeStep(step)))
    expect(written.filter(Boolean)).toHaveLength(1)
    const step = ten[written.indexOf(true)] as Step
    const less = { ...stepOf('b', 2), bill: null, seats: [], allotment: null }
    expect(await registry.writeStep(less)).toBe(true)
    expect(await registry.writeStep(stepOf('c', 1))).toBe(false)
    expect(await registry.standing(account, 'sub_1')).toEqual({
      subscription: { ...less.subscription, version: 3 },
      unfinished: true,
    })
    expect(await registry.seats(account, 'sub_1')).toEqual(step.seats)
    expect(await registry.openAllotments(account, 'sub_1')).toEqual([step.allotment])
    const { items } = await registry.subscriptionEvents(account, 'sub_1', first)
    expect(items).toEqual([less.event, step.event])
    const bills = await registry.purchases(account, { states: null, credit_type: null, dialect: null }, first)
    expect(bills.items).toEqual([step.bill?.purchase])
    const transitions = step.bill?.transitions ?? []
    expect(await registry.transitions(account, String(step.bill?.purchase.id))).toEqual(transitions)
    // Nothing is left, nor told, of those that were too late.
    const count = async (table: string) =>
      (await pool.query(`select from ${table} where account_id = $1`, [account])).rowCount
    expect(await count('purchase_transitions')).toBe(transitions.length)
    expect(await count('webhook_deliveries')).toBe(transitions.length + items.length)
    await registry.deleteEndpoint('whe_step')
  })
})

test('allotments are open until they are done, oldest first', async () => {
  const seat = seatOf(subscriptionOf(account, 'sub_1'), 'sea_1', 'ann')
  const of = (id: string, at: number, subscription = 'sub_1') => ({
    account,
    id,
    subscription,
    credit_type: 'neo',
    deals: [dealOf(seat, `grt_${id}`), { take: 'grt_0', give: null }],
    at,
  })
  const all = [of('alt_b', NOW), of('alt_a', NOW + 1), of('alt_c', NOW), of('alt_d', NOW, 'sub_2')] as const
  for (const one of all) await insertAllotment(pool, one)
  expect(await registry.openAllotments(account, 'sub_1')).toEqual([all[0], all[2], all[1]])
  await pool.query("update allotments set done_at = $2 where account_id = $1 and allotment_id = 'alt_b'", [
    account,
    new Date(NOW),
  ])
  expect(await registry.openAllotments(account, 'sub_1')).toEqual([all[2], all[1]])
  expect(await refusedBy(pool.query("update allotments set deals = '[]'"))).toBe('42501')
})

test('events are listed newest first, and several may lead to one version', async () => {
  const subscription = subscriptionOf(account, 'sub_1')
  const events = [
    eventOf(subscription, 'created', { seats: 3, credits_micro: '5', paid: true, card: null }),
    eventOf(subscription, 'started'),
    eventOf(subscription, 'seat_given', { member: 'ann' }),
    eventOf({ ...subscription, version: 2 }, 'seat_taken'),
    eventOf({ ...subscription, version: 2 }, 'renewed'),
  ]
  for (const event of events) await registry.insertSubscriptionEvent(event, subscription)
  const other = subscriptionOf(account, 'sub_2')
  await registry.insertSubscriptionEvent(eventOf(other, 'created'), other)
  const seen = await paged((page) => registry.subscriptionEvents(account, 'sub_1', page))
  expect(seen).toEqual([...events].reverse())
  expect((await registry.subscriptionEvents('other', 'sub_1', first)).items).toEqual([])
  expect(await refusedBy(pool.query("update subscription_events set kind = 'x'"))).toBe('42501')
  expect(await refusedBy(pool.query('delete from subscription_events'))).toBe('42501')
})
