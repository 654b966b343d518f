import { beforeAll, describe, expect, test } from 'vitest'
import { MICRO } from '../../../src/core/credits.ts'
import type { Minor } from '../../../src/core/money.ts'
import { orRefuse } from '../../../src/core/refusal.ts'
import { advance } from '../../../src/core/subscriptions/advance.ts'
import { archivePlan } from '../../../src/core/subscriptions/archive-plan.ts'
import { periodEnd, startOf } from '../../../src/core/subscriptions/calendar.ts'
import { changeTerms } from '../../../src/core/subscriptions/change.ts'
import { cancelAtPeriodEnd } from '../../../src/core/subscriptions/end.ts'
import { outlook, planAhead } from '../../../src/core/subscriptions/outlook.ts'
import type { Plan, Terms } from '../../../src/core/subscriptions/plan.ts'
import { previewOf } from '../../../src/core/subscriptions/preview-of-change.ts'
import { subscribe } from '../../../src/core/subscriptions/subscribe.ts'
import type { Subscription } from '../../../src/core/subscriptions/subscription.ts'
import { asks, DAY_MS, of, openDesk, renewal, wanted, wish } from './desk.ts'

const { till, buying, store, present, charged, billed, breaches } = await openDesk()
const { registry } = store
const hundred = 100n * MICRO

/** The usual plan costs 20 dollars for a hundred credits a month, and 200 a year. */
const made = (id: string, month_minor: Minor, more: Partial<Plan> = {}): Plan => ({
  id,
  name: `The ${id}`,
  credit_type: 'gateway',
  currency: 'usd',
  gives_to: 'seats',
  pricing: {
    by: 'size',
    sizes: [
      { credits_micro: hundred, month_minor, year_minor: null },
      { credits_micro: 3n * hundred, month_minor: 2n * month_minor, year_minor: null },
    ],
  },
  bonus_micro: 7n * MICRO,
  days_until_due: 30,
  created_at: 1,
  archived_at: null,
  ...more,
})

beforeAll(async () => {
  await till.creditType('other')
  for (const plan of [
    made('new', 2501n),
    made('cheap', 100n),
    made('leaving', 2700n),
    made('gone', 2500n, { archived_at: 2 }),
    made('of_other', 2500n, { credit_type: 'other' }),
    made('in_euro', 2500n, { currency: 'eur' }),
    made('of_lots', 2500n, { gives_to: 'quantity' }),
  ])
    await store.once(null, Date.now(), (within) => within.insertPlan(plan))
})

/** A team of two seats in the usual plan. */
async function two(account: string, card?: string): Promise<Subscription> {
  await till.card(account, card)
  return orRefuse(await subscribe(buying, wish(account, 2), Date.now())).subscription
}

const change = (subscription: Subscription, terms: Partial<Terms>) => wanted(subscription, 0, { terms })

const details = async ({ account, id }: Subscription, kind: string) =>
  (await registry.subscriptionEvents(account, id, { limit: 100, after: null })).items.find(
    (event) => event.kind === kind,
  )?.detail

describe('as much of another plan', () => {
  test('waits for the renewal, which is billed at its price, also where it is archived meanwhile', async () => {
    const subscription = await two('waits')
    const now = startOf(subscription) + 1000
    const terms = { plan: 'leaving', seats: 2, credits_micro: hundred, interval: 'month' }
    const leaving = change(subscription, { plan: 'leaving' })
    const preview = orRefuse(await previewOf(buying, leaving, now))
    expect(preview).toMatchObject({ kind: 'plan_switch', terms, immediate: false, lines: [] })
    expect(preview).toMatchObject({ due_minor: 0n, credits_micro: 0n, renewal_minor: 5400n })
    expect(preview.effective_at).toBe(periodEnd(subscription))
    const changed = orRefuse(await changeTerms(buying, leaving, now))
    expect(changed).toMatchObject({ preview, purchase: null })
    expect(changed.subscription).toMatchObject({
      terms: { ...terms, plan: 'plan_team' },
      pending: { terms, demote: [] },
    })
    expect(await details(subscription, 'change_pending')).toMatchObject({ plan: 'leaving', seats: 2 })
    const ahead = await registry.plan(planAhead(changed.subscription))
    expect(outlook(changed.subscription, ahead, now).next_charge_minor).toBe(5400n)
    await archivePlan(registry, { id: 'leaving' }, Date.now())
    const renewed = orRefuse(await advance(buying, 'waits', subscription.id, renewal(subscription)))
    expect(renewed).toMatchObject({ status: 'active', terms, pending: null, bonus_micro: 0n })
    expect(await charged('waits')).toEqual([5400, 4000])
    const [bill] = await till.purchases('waits')
    expect(bill?.description).toBe('The leaving: 2 seats of 100 credits a month, billed by the month')
    expect(await details(subscription, 'renewed')).toMatchObject({ plan: 'leaving' })
    // Who has it keeps it, in any size.
    const larger = change(subscription, { credits_micro: 3n * hundred })
    expect(await previewOf(buying, larger, renewal(subscription) + 1000)).toMatchObject({
      kind: 'upgrade',
      renewal_minor: 10_800n,
    })
    expect(await advance(buying, 'waits', subscription.id, renewal(subscription, 2))).toMatchObject({ terms })
    expect(await details(subscription, 'renewed')).not.toHaveProperty('plan')
    expect(await breaches()).toEqual([])
  })

  test('is kept by a change of a part, and cleared by whoever asks for what there is', async () => {
    const subscription = await two('parts')
    const now = startOf(subscription) + 1000
    const pending = async (terms: Partial<Terms>) =>
      orRefuse(await changeTerms(buying, change(subscription, terms), now)).subscription.pending
    const month = { credits_micro: hundred, interval: 'month' }
    expect(await pending({ plan: 'new' })).toMatchObject({ terms: { plan: 'new', seats: 2, ...month } })
    const written = await present(subscription)
    expect(await pending({ plan: 'new' })).toEqual(written.pending)
    expect(await present(subscription)).toEqual(written)
    expect(await pending({ plan: 'cheap' })).toMatchObject({ terms: { plan: 'cheap', seats: 2 } })
    expect(await pending({ seats: 1 })).toMatchObject({ terms: { plan: 'cheap', seats: 1, ...month } })
    expect(await pending({ seats: 2 })).toMatchObject({ terms: { plan: 'cheap', seats: 2, ...month } })
    // Another one of what waits comes at once, in the plan that was to come.
    expect(await previewOf(buying, change(subscription, { seats: 3 }), now)).toMatchObject({
      kind: 'upgrade',
      terms: { plan: 'cheap' },
    })
    expect(await pending({ plan: 'plan_team' })).toBeNull()
    expect(await details(subscription, 'pending_cleared')).toEqual({})
    expect(await charged('parts')).toEqual([4000])
  })

  test('is added to though it was archived since, unless another is named', async () => {
    await store.once(null, Date.now(), (within) => within.insertPlan(made('brief', 2600n)))
    const subscription = await two('added')
    const now = startOf(subscription) + 1000
    orRefuse(await changeTerms(buying, change(subscription, { plan: 'brief' }), now))
    await archivePlan(registry, { id: 'brief' }, Date.now())
    expect(await changeTerms(buying, change(subscription, { seats: 1 }), now)).toMatchObject({
      subscription: { pending: { terms: { plan: 'brief', seats: 1 } } },
    })
    const named = change(subscription, { plan: 'brief', seats: 3 })
    expect(await changeTerms(buying, named, now)).toMatchObject({ refused: 'plan_not_offered' })
    const other = await two('unadded')
    expect(await previewOf(buying, change(other, { plan: 'brief' }), now)).toMatchObject({
      refused: 'plan_not_offered',
    })
    expect(await changeTerms(buying, change(subscription, { seats: 3 }), now)).toMatchObject({
      subscription: { terms: { plan: 'brief', seats: 3 }, pending: null },
    })
  })

  test('waits on beside more of what is to end, and comes where that goes on after all', async () => {
    const subscription = await two('resumed')
    const now = startOf(subscription) + 1000
    orRefuse(await changeTerms(buying, change(subscription, { plan: 'new' }), now))
    orRefuse(await cancelAtPeriodEnd(buying, of(subscription), now))
    const { subscription: grown } = orRefuse(
      await changeTerms(buying, change(subscription, { seats: 3 }), now),
    )
    expect(grown).toMatchObject({
      terms: { plan: 'plan_team', seats: 3 },
      pending: { terms: { plan: 'new', seats: 3 } },
    })
  })

  test('has no renewal to come with where the subscription is to end', async () => {
    const subscription = await two('ends')
    const now = startOf(subscription) + 1000
    orRefuse(await cancelAtPeriodEnd(buying, of(subscription), now))
    expect(await changeTerms(buying, change(subscription, { plan: 'new' }), now)).toMatchObject({
      refused: 'subscription_ends',
    })
  })
})

describe('more of another plan', () => {
  test('comes at once, for the new price less the old one for the days that are left', async () => {
    const subscription = await two('more')
    const now = startOf(subscription) + 10 * DAY_MS
    const whole = (periodEnd(subscription) - startOf(subscription)) / DAY_MS
    const share = (cents: number): bigint =>
      BigInt(Math.floor((2 * cents * (whole - 10) + whole) / (2 * whole)))
    const days = `${whole - 10} of ${whole} days`
    const more = change(subscription, { plan: 'new', seats: 3 })
    const preview = orRefuse(await previewOf(buying, more, now))
    const due_minor = share(7503) - share(4000)
    expect(preview).toMatchObject({ kind: 'upgrade', immediate: true, due_minor, renewal_minor: 7503n })
    expect(preview.lines).toEqual([
      { text: `The new: 3 seats of 100 credits a month, ${days}`, amount_minor: share(7503) },
      { text: `Unused: Team: 2 seats of 100 credits a month, ${days}`, amount_minor: -share(4000) },
    ])
    const changed = orRefuse(await changeTerms(buying, more, now))
    expect(changed.subscription).toMatchObject({ terms: { plan: 'new', seats: 3 }, pending: null })
    expect(changed.purchase).toMatchObject({ lines: preview.lines, description: preview.lines[0]?.text })
    expect(await details(subscription, 'change_billed')).toMatchObject({ plan: 'new' })
    expect(await details(subscription, 'changed')).toMatchObject({ plan: 'new', seats: 3 })
    orRefuse(await advance(buying, 'more', subscription.id, renewal(subscription)))
    expect(await charged('more')).toEqual([7503, Number(due_minor), 4000])
    expect(await breaches()).toEqual([])
  })

  test('gives no money back where it costs less', async () => {
    const subscription = await two('less')
    const more = change(subscription, { plan: 'cheap', seats: 5 })
    expect(await changeTerms(buying, more, startOf(subscription) + 1000)).toMatchObject({
      preview: { kind: 'upgrade', due_minor: 0n, lines: [] },
      subscription: { terms: { plan: 'cheap', seats: 5 } },
      purchase: null,
    })
    expect(await charged('less')).toEqual([4000])
  })

  test('changes nothing until it is paid, and makes way for as much of another one', async () => {
    const subscription = await two('asks')
    await till.card('asks', asks)
    const now = startOf(subscription) + 1000
    const more = change(subscription, { plan: 'new', seats: 3 })
    const first = orRefuse(await changeTerms(buying, more, now))
    expect(first).toMatchObject({
      subscription: { terms: { plan: 'plan_team' }, bill: { kind: 'change', terms: { plan: 'new' } } },
      purchase: { state: 'awaiting_checkout' },
    })
    expect(await changeTerms(buying, more, now)).toMatchObject({ purchase: { id: first.purchase?.id } })
    const usual = change(subscription, { seats: 3 })
    expect(await changeTerms(buying, usual, now)).toMatchObject({ refused: 'payment_pending' })
    expect(await billed('asks')).toEqual(['paid', 'expired'])
  })
})

test('a plan that is not sold, or for something else, is refused with the reason', async () => {
  const subscription = await two('refused')
  const now = startOf(subscription) + 1000
  const written = await present(subscription)
  for (const [terms, why] of [
    [{ plan: 'nowhere' }, 'There is no plan nowhere to move to.'],
    [{ plan: 'gone' }, 'The plan gone is no longer sold.'],
    [{ plan: 'of_other' }, 'gives credits of other, and the subscription of gateway'],
    [{ plan: 'in_euro' }, 'is sold in eur, and the subscription is billed in usd'],
    [{ plan: 'of_lots' }, 'gives to the account as a whole, and the subscription to seats'],
    [{ plan: 'new', credits_micro: 7n * MICRO }, 'The plan new has seats of 100, 300 credits a month.'],
    [{ plan: 'new', interval: 'year' }, 'The plan new is not sold by the year.'],
  ] as const) {
    const refused = { refused: 'plan_not_offered', detail: expect.stringContaining(why) }
    expect(await previewOf(buying, change(subscription, terms), now)).toMatchObject(refused)
    expect(await changeTerms(buying, change(subscription, terms), now)).toMatchObject(refused)
  }
  expect(await present(subscription)).toEqual(written)
})
