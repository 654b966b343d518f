import { expect } from 'vitest'
import { until } from '../harness/until.ts'
import { card, none, plan, seat } from './overview-wires.ts'
import { DAY_MS, HOUR_MS, type TeamOfNeo } from './team-of-neo.ts'

const cards = [{ ...card('4444', true), brand: 'mastercard' }, card('0341', false), card('4242', false)]

/** Another card, another size, another top-up, and the switch to a year. */
export async function restOfTheFirstYear(neo: TeamOfNeo): Promise<void> {
  await neo.savesCard('pm_card_mastercard')
  // The payment's side tells of it by an event.
  await until('the other card to be charged', async () => (await neo.status()) === 'active')
  await neo.uses('ada', 75)
  expect(await neo.overview()).toEqual({
    has_subscription: true,
    status: 'active',
    plan: plan(2, 100, 'month'),
    per_seat_usage: [seat('ada', 100, 75), none('bob'), seat('dan', 100, 0), none('eve')],
    cancel_at_period_end: false,
    subscription_credits: 200,
    subscription_used: 75,
    subscription_remaining: 125,
    discount_credits: 0,
    next_charge_cents: 90000,
    next_charge_display: '$900.00',
    renews_at: neo.month(4),
    reset_at: neo.month(4),
    topup_credits: 100,
    topup_remaining: 40,
    topup_purchased: 100,
    topup_expires_at: neo.after(12, 5 * DAY_MS),
    topup_used: 60,
    available_credits: 165,
    used_credits: 135,
    payment_methods: cards,
  })

  // Twenty of thirty days lie ahead when the seats become larger.
  await neo.goTo(4, 10 * DAY_MS)
  await neo.uses('dan', 30)
  expect((await neo.does('update', { credits_per_user: 250 })).body).toMatchObject({
    action: 'charged',
    amount_due_cents: 86667,
    prorated_credits: 200,
  })
  expect(await neo.overview()).toEqual({
    has_subscription: true,
    status: 'active',
    plan: plan(2, 250, 'month'),
    per_seat_usage: [seat('ada', 200, 0), none('bob'), seat('dan', 200, 30), none('eve')],
    cancel_at_period_end: false,
    subscription_credits: 500,
    subscription_used: 30,
    subscription_remaining: 370,
    discount_credits: 0,
    next_charge_cents: 220000,
    next_charge_display: '$2,200.00',
    renews_at: neo.month(5),
    reset_at: neo.month(5),
    topup_credits: 100,
    topup_remaining: 40,
    topup_purchased: 100,
    topup_expires_at: neo.after(12, 5 * DAY_MS),
    topup_used: 60,
    available_credits: 410,
    used_credits: 90,
    payment_methods: cards,
  })

  // A top-up counts what was left anew, and all of it lasts a year from then.
  await neo.goTo(6, 5 * DAY_MS)
  expect((await neo.does('topup', { action: 'purchase', credits: 100 })).body).toMatchObject({
    action: 'charged',
  })
  await neo.goTo(11, 3 * DAY_MS)
  await neo.uses('ada', 10)
  expect((await neo.does('update', { interval: 'year' })).body).toMatchObject({
    action: 'scheduled',
    change_type: 'cycle_switch',
  })
  expect(await neo.overview()).toEqual({
    has_subscription: true,
    status: 'active',
    plan: plan(2, 250, 'month'),
    pending_change: {
      seats: 2,
      credits_per_user: 250,
      interval: 'year',
      demote_member_emails: [],
      effective_at: neo.month(12),
    },
    per_seat_usage: [seat('ada', 250, 10), none('bob'), seat('dan', 250, 0), none('eve')],
    cancel_at_period_end: false,
    subscription_credits: 500,
    subscription_used: 10,
    subscription_remaining: 490,
    discount_credits: 0,
    next_charge_cents: 2200000,
    next_charge_display: '$22,000.00',
    renews_at: neo.month(12),
    reset_at: neo.month(12),
    topup_credits: 140,
    topup_remaining: 140,
    topup_purchased: 200,
    topup_expires_at: neo.after(18, 5 * DAY_MS),
    topup_used: 60,
    available_credits: 630,
    used_credits: 10,
    payment_methods: cards,
  })
}

/** A year that is paid at once, with a seat more in the middle of it; then it ends. */
export async function secondYear(neo: TeamOfNeo): Promise<void> {
  const secondTopup = { topup_purchased: 200, topup_expires_at: neo.after(18, 5 * DAY_MS) }
  // The first top-up would have expired by now.
  await neo.goTo(12, 7 * DAY_MS)
  await neo.uses('bob', 15)
  await neo.uses('ada', 20)
  const year = {
    has_subscription: true,
    status: 'active',
    plan: plan(2, 250, 'year'),
    cancel_at_period_end: false,
    subscription_credits: 500,
    discount_credits: 0,
    next_charge_cents: 2200000,
    next_charge_display: '$22,000.00',
    renews_at: neo.month(24),
    topup_credits: 140,
    topup_remaining: 125,
    ...secondTopup,
    topup_used: 75,
    payment_methods: cards,
  }
  expect(await neo.overview()).toEqual({
    ...year,
    per_seat_usage: [seat('ada', 250, 20), none('bob'), seat('dan', 250, 0), none('eve')],
    subscription_used: 20,
    subscription_remaining: 480,
    reset_at: neo.month(13),
    available_credits: 605,
    used_credits: 35,
  })
  await neo.goTo(13, HOUR_MS)
  expect(await neo.overview()).toEqual({
    ...year,
    per_seat_usage: [seat('ada', 250, 0), none('bob'), seat('dan', 250, 0), none('eve')],
    subscription_used: 0,
    subscription_remaining: 500,
    reset_at: neo.month(14),
    available_credits: 625,
    used_credits: 15,
  })

  // Of the year's 366 days 276 lie ahead, and all of the month.
  await neo.goTo(15, HOUR_MS)
  expect((await neo.does('update', { seats: 3 })).body).toMatchObject({
    action: 'charged',
    amount_due_cents: 829509,
    prorated_credits: 250,
  })
  const larger = {
    ...year,
    plan: plan(3, 250, 'year'),
    subscription_credits: 750,
    next_charge_cents: 3300000,
    next_charge_display: '$33,000.00',
  }
  expect(await neo.overview()).toEqual({
    ...larger,
    per_seat_usage: [seat('ada', 250, 0), seat('bob', 250, 0), seat('dan', 250, 0), none('eve')],
    subscription_used: 0,
    subscription_remaining: 750,
    reset_at: neo.month(16),
    available_credits: 875,
    used_credits: 15,
  })

  await neo.goTo(18, 6 * DAY_MS)
  await neo.uses('bob', 50)
  const expired = { ...larger, topup_remaining: 0, topup_used: 200 }
  expect(await neo.overview()).toEqual({
    ...expired,
    per_seat_usage: [seat('ada', 250, 0), seat('bob', 250, 50), seat('dan', 250, 0), none('eve')],
    subscription_used: 50,
    subscription_remaining: 700,
    reset_at: neo.month(19),
    available_credits: 700,
    used_credits: 65,
  })
  expect(await neo.tries('eve', 1)).toMatchObject({ status: 403, body: { code: 'insufficient_neo_credits' } })

  await end(neo, expired)
}

async function end(neo: TeamOfNeo, before: Record<string, unknown>): Promise<void> {
  await neo.goTo(20, 2 * DAY_MS)
  const ending = { cancel_at_period_end: true, ends_at: neo.month(24), status: 'active' }
  const { renews_at, ...going } = before
  const fresh = {
    per_seat_usage: [seat('ada', 250, 0), seat('bob', 250, 0), seat('dan', 250, 0), none('eve')],
    subscription_used: 0,
    subscription_remaining: 750,
    available_credits: 750,
    used_credits: 15,
  }
  const goes = {
    ...going,
    ...fresh,
    cancel_at_period_end: true,
    next_charge_cents: 0,
    next_charge_display: '$0.00',
  }
  expect((await neo.does('cancel')).body).toEqual(ending)
  expect(await neo.overview()).toEqual({ ...goes, reset_at: neo.month(21) })
  expect((await neo.does('resume')).body).toEqual({ cancel_at_period_end: false, status: 'active' })
  expect(await neo.overview()).toEqual({ ...going, ...fresh, renews_at, reset_at: neo.month(21) })
  expect((await neo.does('cancel')).body).toEqual(ending)
  // No other month follows upon the last one.
  await neo.goTo(23, DAY_MS)
  expect(await neo.overview()).toEqual(goes)

  await neo.goTo(24, HOUR_MS)
  expect(await neo.overview()).toEqual({
    has_subscription: false,
    status: 'canceled',
    topup_credits: 140,
    topup_remaining: 0,
    topup_purchased: 200,
    topup_expires_at: neo.after(18, 5 * DAY_MS),
    topup_used: 200,
    available_credits: 0,
    used_credits: 15,
    payment_methods: cards,
  })
  expect(await neo.tries('ada', 1)).toMatchObject({ status: 403, body: { code: 'insufficient_neo_credits' } })
}
