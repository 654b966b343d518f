import { beforeAll, describe, expect, test } from 'vitest'
import { MICRO } from '../../../src/core/credits.ts'
import type { Instant } from '../../../src/core/instant.ts'
import { addDuration } from '../../../src/core/period.ts'
import type { Buying } from '../../../src/core/purchases/buying.ts'
import { isRefusal, orRefuse } from '../../../src/core/refusal.ts'
import { type Advanced, advanceClock, clockOf } from '../../../src/core/subscriptions/advance-clock.ts'
import { monthStart } from '../../../src/core/subscriptions/calendar.ts'
import type { Happened } from '../../../src/core/subscriptions/happened.ts'
import type { Plan } from '../../../src/core/subscriptions/plan.ts'
import { subscribe } from '../../../src/core/subscriptions/subscribe.ts'
import { auditLedger } from '../../harness/audit.ts'
import { grantOf, reserveOf } from '../../harness/commands.ts'
import { openTill } from '../../harness/till.ts'

const DAY = 86_400_000
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
    sizes: [{ credits_micro: 100n * MICRO, month_minor: 2000n, year_minor: 20_000n }],
  },
  bonus_micro: 0n,
  days_until_due: 30,
  created_at: 0,
  archived_at: null,
}

beforeAll(async () => {
  await till.creditType('gateway')
  await till.creditType('neo')
  await store.once(null, Date.now(), (registry) => registry.insertPlan(plan))
})

async function advances(account: string, duration: string, by: Buying = buying): Promise<Advanced> {
  return orRefuse(await advanceClock(by, account, duration, Date.now()))
}

async function subscribes(account: string) {
  const done = await subscribe(
    buying,
    {
      account,
      member: null,
      dialect: 'native',
      plan: plan.id,
      terms: { seats: 1, credits_micro: 100n * MICRO, interval: 'month' },
      collection: 'charge_automatically',
      paying: { payment_method: null, by_page: true, success_url: null, cancel_url: null, source: null },
      expected_minor: null,
      once: null,
    },
    Date.now(),
  )
  if (isRefusal(done)) throw new Error(done.detail)
  return done.subscription
}

/** Each as a few words: what, how much, and when, in days from `start`. */
const told = (happened: readonly Happened[], start: Instant): string[] =>
  happened.map((one) => {
    const what = one.what === 'credits' ? `${one.kind} ${one.amount_micro / MICRO}` : one.event.kind
    return `${what} @${(one.at - start) / DAY}`
  })

describe('what falls due', () => {
  test('happens in order, each at its own time, and in this account alone', async () => {
    const start = Date.now()
    for (const account of ['due', 'other']) {
      await till.account(account)
      const grants = [
        grantOf(account, 1, { expires_at: start + 20 * DAY }),
        grantOf(account, 2, { expires_at: start + 10 * DAY }),
        grantOf(account, 3, { starts_at: start + 15 * DAY, expires_at: start + 40 * DAY }),
        grantOf(account, 4, { credit_type: 'gateway', expires_at: start + 12 * DAY }),
        grantOf(account, 5, { expires_at: null }),
      ]
      for (const grant of grants) orRefuse((await store.ledger.submit(grant, start)).answer)
      orRefuse((await store.ledger.submit(reserveOf(account, 3, 11 * DAY), start)).answer)
    }
    const { happened, now, ahead_ms } = await advances('due', 'P30D')
    expect(told(happened, start)).toEqual([
      // What the hold had of credits that expired meanwhile expires with it.
      'expiry 2 @11',
      'release 1 @11',
      'expiry 4 @12',
      'grant 3 @15',
      'expiry 1 @20',
    ])
    expect(now).toBeGreaterThanOrEqual(start + 30 * DAY)
    expect(ahead_ms).toBe(30 * DAY)
    expect(store.ahead('due')).toBe(30 * DAY)
    expect(store.ahead('other')).toBe(0)
    const entries = (account: string) =>
      store.ledger.entries(
        account,
        { credit_type: null, kind: null, grant: null },
        { limit: 100, after: null },
      )
    expect((await entries('other')).items.every(({ at }) => at === start)).toBe(true)
    expect(told((await advances('due', 'P30D')).happened, start)).toEqual(['expiry 3 @40'])
    await auditLedger(till.database.owner)
  })

  test('of a subscription is renewed month after month, then tried again, then ends', async () => {
    await till.card('renews')
    const subscription = await subscribes('renews')
    const start = subscription.started_at as number
    const at = (month: number) => (monthStart(start, month) - start) / DAY
    const { happened } = await advances('renews', 'P2M5D')
    expect(told(happened, start)).toEqual([
      `expiry 100 @${at(1)}`,
      `renewal_billed @${at(1)}`,
      `renewed @${at(1)}`,
      `grant 100 @${at(1)}`,
      `expiry 100 @${at(2)}`,
      `renewal_billed @${at(2)}`,
      `renewed @${at(2)}`,
      `grant 100 @${at(2)}`,
    ])
    expect(await till.charges('renews')).toHaveLength(3)

    await till.card('renews', 'pm_card_chargeCustomerFail')
    const events = (await advances('renews', 'P2M')).happened.filter((one) => one.what === 'subscription')
    const billed = (day: number, end: string) => [`renewal_billed @${at(3) + day}`, `${end} @${at(3) + day}`]
    expect(told(events, start)).toEqual([
      ...billed(0, 'payment_failed'),
      ...billed(1, 'payment_failed'),
      ...billed(3, 'payment_failed'),
      ...billed(7, 'canceled'),
    ])
    expect(await till.charges('renews')).toHaveLength(3)
    await auditLedger(till.database.owner)
  })
})

test('a first bill that waits on its page is given up a day later, on the way', async () => {
  await till.account('waits')
  const { id, created_at } = await subscribes('waits')
  const events = (await advances('waits', 'P3M')).happened
  expect(events.map((one) => (one.what === 'subscription' ? one.event.kind : one.kind))).toEqual(['canceled'])
  expect(((events[0]?.at ?? 0) - created_at) / DAY).toBeCloseTo(25 / 24, 3)
  expect(await store.registry.subscription('waits', id)).toMatchObject({ status: 'canceled' })
})

describe('the clock', () => {
  test('runs on from where it was put, and adds up by the calendar', async () => {
    await till.account('runs')
    const real = Date.now()
    expect(await clockOf(buying, 'runs', real)).toEqual({ account: 'runs', now: real, ahead_ms: 0 })
    expect((await advances('runs', 'P3M')).happened).toEqual([])
    const later = Date.now() + 60_000
    const clock = orRefuse(await clockOf(buying, 'runs', later))
    expect(clock.now).toBe(later + clock.ahead_ms)
    const second = await advances('runs', 'PT12H')
    expect(second.ahead_ms - clock.ahead_ms).toBe(DAY / 2)
  })

  test('is put forward only where it is harmless, and not too far', async () => {
    await till.account('harmless')
    const now = Date.now()
    const live = { ...buying, payments: { ...buying.payments, live: true } }
    expect(await advanceClock(live, 'harmless', 'P1D', now)).toMatchObject({ refused: 'clock_not_allowed' })
    expect(await advanceClock(buying, 'nobody', 'P1D', now)).toMatchObject({ refused: 'account_not_found' })
    expect(await advanceClock(buying, 'harmless', 'P11Y', now)).toMatchObject({
      refused: 'clock_not_allowed',
    })
    await advances('harmless', 'P6Y')
    expect(await advanceClock(buying, 'harmless', 'P5Y', now)).toMatchObject({
      refused: 'clock_not_allowed',
    })
    const clock = orRefuse(await clockOf(buying, 'harmless', now))
    expect(clock.ahead_ms).toBeLessThan(addDuration(now, 'P6Y') - now + 60_000)
  })

  test('is put forward once under a key, and told the same again', async () => {
    await till.account('keyed')
    const start = Date.now()
    for (const days of [3, 8])
      await store.ledger.submit(grantOf('keyed', days, { expires_at: start + days * DAY }), start)
    const once = (key: string) => ({ account: 'keyed', key, fingerprint: '', at: start })
    const advance = (duration: string, key: string, now = Date.now()) =>
      advanceClock(buying, 'keyed', duration, now, once(key))
    const first = orRefuse(await advance('P5D', 'first'))
    expect(told(first.happened, start)).toEqual(['expiry 3 @3'])
    expect(await advance('P5D', 'first', Date.now() + 1000)).toEqual({ ...first, replayed: true })
    const second = orRefuse(await advance('P10D', 'second'))
    expect(told(second.happened, start)).toEqual(['expiry 8 @8'])
    expect(await advance('P5D', 'first')).toEqual({ ...first, replayed: true })
    expect(store.ahead('keyed')).toBe(second.ahead_ms)
    expect(await advance('P11Y', 'far')).toMatchObject({ refused: 'clock_not_allowed' })
  })

  test('is put forward by one at a time', async () => {
    await till.account('twice')
    await till.account('beside')
    const { clocks } = till.server().store
    const both = await clocks.alone('twice', async () => [
      await advanceClock(buying, 'twice', 'P1D', Date.now()),
      await advanceClock(buying, 'beside', 'P1D', Date.now()),
    ])
    expect(both).toMatchObject([{ refused: 'clock_not_allowed' }, { account: 'beside' }])
    expect(await advances('twice', 'P1D')).toMatchObject({ ahead_ms: DAY })
  })

  test('stops where nobody says whether a bill is paid, and goes on', async () => {
    await till.card('stops')
    const subscription = await subscribes('stops')
    const due_at = monthStart(subscription.started_at as number, 1)
    await till.fault({ kind: 'error', path: '/v1/invoices/*/pay', method: 'POST', times: 100 })
    const stopped = await advanceClock(buying, 'stops', 'P3M', Date.now())
    await till.noFaults()
    expect(stopped).toMatchObject({
      refused: 'clock_not_allowed',
      detail: expect.stringContaining('Nobody has said yet'),
    })
    const clock = orRefuse(await clockOf(buying, 'stops', Date.now()))
    expect(clock.now - due_at).toBeLessThan(60_000)
    await advances('stops', 'P2M')
    expect(await till.charges('stops')).toHaveLength(4)
  })

  test('stops where what is due stays due, and says what that is', async () => {
    await till.card('stuck')
    const subscription = await subscribes('stuck')
    const due_at = monthStart(subscription.started_at as number, 1)
    const clocks = {
      ...store.clocks,
      dueBy: async () => [{ kind: 'subscription', id: subscription.id, mark: '7', at: due_at } as const],
    }
    const stuck = await advanceClock({ ...buying, store: { ...store, clocks } }, 'stuck', 'P3M', Date.now())
    expect(stuck).toMatchObject({
      refused: 'clock_not_allowed',
      detail: expect.stringContaining(`Still due is the subscription ${subscription.id}.`),
    })
  })
})
