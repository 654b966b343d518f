import { beforeAll, describe, expect, test } from 'vitest'
import { MICRO } from '../../../src/core/credits.ts'
import { catchUp } from '../../../src/core/purchases/catch-up.ts'
import { handleEvent } from '../../../src/core/purchases/handle-event.ts'
import { setDefaultCard } from '../../../src/core/purchases/payment-methods.ts'
import type { PaymentEvent } from '../../../src/core/purchases/payments.ts'
import { isRefusal, orRefuse } from '../../../src/core/refusal.ts'
import { advance } from '../../../src/core/subscriptions/advance.ts'
import { monthStart } from '../../../src/core/subscriptions/calendar.ts'
import { cardsChanged } from '../../../src/core/subscriptions/cards-changed.ts'
import { subscribe } from '../../../src/core/subscriptions/subscribe.ts'
import type { Subscription } from '../../../src/core/subscriptions/subscription.ts'
import { openTill } from '../../harness/till.ts'

const till = await openTill()
const { buying, store } = till

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

beforeAll(async () => {
  await till.creditType('gateway')
  await store.once(null, Date.now(), (registry) =>
    registry.insertPlan({
      id: 'plan_team',
      name: 'Team',
      credit_type: 'gateway',
      currency: 'usd',
      gives_to: 'seats',
      pricing: { by: 'size', sizes: [{ credits_micro: 100n * MICRO, month_minor: 2000n, year_minor: null }] },
      bonus_micro: 0n,
      days_until_due: 30,
      created_at: 0,
      archived_at: null,
    }),
  )
})

const declines = 'pm_card_chargeCustomerFail'

/** A subscription whose first renewal was declined an hour ago by its own clock. */
async function pastDue(account: string, card = declines): Promise<Subscription> {
  await till.card(account)
  const terms = { seats: 1, credits_micro: 100n * MICRO, interval: 'month' } as const
  const paying = { payment_method: null, by_page: true, success_url: null, cancel_url: null, source: null }
  const made = await subscribe(
    buying,
    {
      account,
      member: null,
      dialect: 'native',
      plan: 'plan_team',
      terms,
      collection: 'charge_automatically',
      paying,
      expected_minor: null,
      once: null,
    },
    Date.now(),
  )
  if (isRefusal(made)) throw new Error(made.detail)
  await till.card(account, card)
  const { id } = made.subscription
  const due = monthStart(made.subscription.started_at as number, 1)
  await store.clocks.put(account, due + HOUR_MS - Date.now())
  const declined = orRefuse(await advance(buying, account, id, due + 1000))
  expect(declined).toMatchObject(
    card === declines ? { status: 'past_due', attempts: 1, bill: null } : { status: 'past_due', attempts: 0 },
  )
  return declined
}

const now = async ({ account, id }: Subscription) => {
  const found = await store.registry.subscription(account, id)
  if (!found) throw new Error(`there is no ${id}`)
  return found
}

const tried = async (account: string) =>
  (await till.purchases(account)).map(({ state }) => state).toReversed()

const cards = async (account: string) =>
  (await buying.payments.paymentMethods(String(await store.registry.customer(account)))).map(
    ({ id, is_default }) => [id, is_default],
  )

describe('a renewal that is past due', () => {
  test('is charged at once with the card that becomes the default', async () => {
    const subscription = await pastDue('acc_default')
    const { data } = await till.stripe.paymentMethods.list({
      customer: String(await store.registry.customer('acc_default')),
    })
    const good = String(data.find(({ id }) => id !== subscription.declined_card)?.id)
    expect(await setDefaultCard(buying, 'acc_default', good, Date.now())).toBeNull()
    expect(await now(subscription)).toMatchObject({ status: 'active', month: 1, bill: null, attempts: 0 })
    expect(await tried('acc_default')).toEqual(['paid', 'failed', 'paid'])
    expect(await till.charges('acc_default')).toHaveLength(2)
  })

  test('is charged with a card that was saved since, which is the default from then on', async () => {
    const subscription = await pastDue('acc_saved')
    const customer = String(await store.registry.customer('acc_saved'))
    const { id } = await till.stripe.paymentMethods.attach('pm_card_mastercard', { customer })
    await cardsChanged(buying, 'acc_saved', Date.now())
    expect(await now(subscription)).toMatchObject({ status: 'active', month: 1 })
    expect((await cards('acc_saved'))[0]).toEqual([id, true])
    expect((await till.charges('acc_saved')).map(({ payment_method }) => payment_method)[0]).toBe(id)
  })

  test('is not tried with the card that declined, whatever is told and how often', async () => {
    const subscription = await pastDue('acc_same')
    for (let times = 0; times < 3; times += 1) await cardsChanged(buying, 'acc_same', Date.now())
    expect(await now(subscription)).toEqual(subscription)
    expect(await tried('acc_same')).toEqual(['paid', 'failed'])
  })

  test('stays so with another card that declines, which is no further attempt', async () => {
    const subscription = await pastDue('acc_worse')
    const other = await till.card('acc_worse', declines)
    await Promise.all(Array.from({ length: 3 }, () => cardsChanged(buying, 'acc_worse', Date.now())))
    expect(await now(subscription)).toMatchObject({
      status: 'past_due',
      attempts: 1,
      declined_card: other,
      bill: null,
    })
    expect(await tried('acc_worse')).toEqual(['paid', 'failed', 'failed'])
  })

  test('is cleared by the event alone, once however often it comes', async () => {
    const subscription = await pastDue('acc_event')
    await till.card('acc_event')
    const events: PaymentEvent[] = []
    for await (const event of buying.payments.eventsSince(Date.now() - 60_000))
      if (event.card_of === 'acc_event') events.push(event)
    const last = events.at(-1) as PaymentEvent
    expect(last.type).toBe('customer.updated')
    expect(await handleEvent(buying, last, Date.now())).toBe('settled')
    expect(await handleEvent(buying, last, Date.now())).toBe('seen')
    expect(await now(subscription)).toMatchObject({ status: 'active', month: 1 })
    expect(await till.charges('acc_event')).toHaveLength(2)
  })

  test('is cleared though no event comes', async () => {
    const subscription = await pastDue('acc_lost')
    await till.card('acc_lost')
    await catchUp(buying, Date.now())
    expect(await now(subscription)).toMatchObject({ status: 'active', month: 1 })
    await catchUp(buying, Date.now())
    expect(await till.charges('acc_lost')).toHaveLength(2)
  })
})

/** Another card is saved that wants its owner; what the subscription is by then. */
async function anotherAsks({ account, id }: Subscription, at: number): Promise<Subscription> {
  await store.clocks.put(account, at - Date.now())
  await till.card(account, 'pm_card_authenticationRequired')
  await cardsChanged(buying, account, Date.now())
  return orRefuse(await advance(buying, account, id, at))
}

describe('a renewal that waits for the owner of its card', () => {
  test('is charged with another card instead, once there is one', async () => {
    const subscription = await pastDue('asked', 'pm_card_authenticationRequired')
    const good = await till.card('asked')
    await cardsChanged(buying, 'asked', Date.now())
    expect(await now(subscription)).toMatchObject({ status: 'active', month: 1, bill: null })
    expect(await tried('asked')).toEqual(['paid', 'expired', 'paid'])
    expect((await till.purchases('asked'))[0]).toMatchObject({ payment_method: good })
  })

  test('is tried on its days where nobody confirms it', async () => {
    const subscription = await pastDue('never_asked', 'pm_card_authenticationRequired')
    const due = monthStart(subscription.started_at as number, 1)
    const days: number[] = []
    for (let at = subscription.due_at; at !== null; ) {
      days.push(Math.round(((at - due) / DAY_MS) * 1_000) / 1_000)
      const { due_at } = orRefuse(await advance(buying, 'never_asked', subscription.id, at))
      at = due_at
    }
    // The last one has a day of its own.
    expect(days).toEqual([1, 3, 7, 8])
    expect(await now(subscription)).toMatchObject({ status: 'canceled' })
    expect(await tried('never_asked')).toEqual(['paid', ...Array(4).fill('expired')])
  })

  test('is charged with another card also at the last attempt, which ends nothing sooner', async () => {
    const subscription = await pastDue('last_asked', 'pm_card_authenticationRequired')
    const due = monthStart(subscription.started_at as number, 1)
    for (const days of [1, 3, 7])
      orRefuse(await advance(buying, 'last_asked', subscription.id, due + days * DAY_MS))
    expect(await now(subscription)).toMatchObject({ attempts: 3, bill: { kind: 'renewal' } })
    const at = due + 7.5 * DAY_MS
    await store.clocks.put('last_asked', at - Date.now())
    const worse = await till.card('last_asked', declines)
    await cardsChanged(buying, 'last_asked', Date.now())
    const waiting = await now(subscription)
    expect(waiting).toMatchObject({ status: 'past_due', attempts: 3, bill: null, declined_card: worse })
    expect(Number(waiting.due_at) - at).toBeGreaterThanOrEqual(DAY_MS)
    await till.card('last_asked')
    await cardsChanged(buying, 'last_asked', Date.now())
    expect(await now(subscription)).toMatchObject({ status: 'active', attempts: 0 })
    expect(await till.charges('last_asked')).toHaveLength(2)
  })

  test('is put off by other cards for two weeks in all', async () => {
    const subscription = await pastDue('put_off', 'pm_card_authenticationRequired')
    const due = monthStart(subscription.started_at as number, 1)
    for (const days of [1, 3, 7])
      orRefuse(await advance(buying, 'put_off', subscription.id, due + days * DAY_MS))
    const days: number[] = []
    for (let day = 7.9; day < 16; day += 0.9)
      if ((await anotherAsks(subscription, due + day * DAY_MS)).bill) days.push(day)
    expect(days.at(-1)).toBeCloseTo(14.2)
    expect(await now(subscription)).toMatchObject({ status: 'canceled' })
    // The last card of all was no longer charged instead of the one before.
    expect(await tried('put_off')).toHaveLength(1 + 4 + 7)
  })

  test('is put off no longer where another card comes every day from the first on', async () => {
    const subscription = await pastDue('daily', 'pm_card_authenticationRequired')
    const due = monthStart(subscription.started_at as number, 1)
    const seen: string[] = []
    for (let day = 0.8; seen.at(-1) !== 'canceled 3' && day < 20; day += 0.9) {
      const { status, attempts } = await anotherAsks(subscription, due + day * DAY_MS)
      seen.push(`${status} ${attempts}`)
    }
    const attempts = [1, 1, 2, 2, ...Array(12).fill(3)]
    expect(seen).toEqual([...attempts.map((made) => `past_due ${made}`), 'canceled 3'])
  })

  test('makes way for another card though the server dies before it is closed', async () => {
    const subscription = await pastDue('died', 'pm_card_authenticationRequired')
    await till.card('died')
    const abandon = () => Promise.reject(new Error('died'))
    const dying = { ...buying, payments: { ...buying.payments, abandon } }
    await expect(cardsChanged(dying, 'died', Date.now())).rejects.toThrow('died')
    const at = (subscription.bill?.made_at ?? 0) + 2 * HOUR_MS
    orRefuse(await advance(buying, 'died', subscription.id, at))
    expect(await now(subscription)).toMatchObject({ status: 'active', month: 1 })
    expect(await tried('died')).toEqual(['paid', 'expired', 'paid'])
  })

  test('goes on waiting where no other card came', async () => {
    const subscription = await pastDue('still_asked', 'pm_card_authenticationRequired')
    await cardsChanged(buying, 'still_asked', Date.now())
    expect(await now(subscription)).toEqual(subscription)
  })
})

test('cards of accounts that owe nothing, or are not here, change nothing', async () => {
  await till.card('acc_none')
  await cardsChanged(buying, 'acc_none', Date.now())
  await cardsChanged(buying, 'nobody', Date.now())
  expect(await till.purchases('acc_none')).toEqual([])
})
