import { expect } from 'vitest'
import { card, mail, none, plan, seat } from './overview-wires.ts'
import { DAY_MS, HOUR_MS, type TeamOfNeo } from './team-of-neo.ts'

const oneCard = [card('4242', true)]

/** A start, more and less of it, and a card that declines. */
export async function firstMonths(neo: TeamOfNeo): Promise<void> {
  expect(await neo.overview()).toEqual({
    has_subscription: false,
    topup_credits: 0,
    topup_remaining: 0,
    topup_purchased: 0,
    topup_used: 0,
    available_credits: 0,
    used_credits: 0,
    payment_methods: [],
  })

  // The first month: a start, usage by seats, and a top-up for whoever has none.
  await neo.savesCard()
  const wanted = { action: 'checkout', seats: 2, credits_per_user: 250, interval: 'month' }
  expect((await neo.does('checkout', wanted)).body).toMatchObject({ action: 'charged' })
  await neo.begun()
  await neo.goTo(0, 5 * DAY_MS)
  expect((await neo.does('topup', { action: 'purchase', credits: 100 })).body).toMatchObject({
    action: 'charged',
  })
  await neo.uses('ada', 60)
  await neo.uses('bob', 100)
  await neo.uses('dan', 30)
  const firstTopup = { topup_purchased: 100, topup_expires_at: neo.after(12, 5 * DAY_MS) }
  expect(await neo.overview()).toEqual({
    has_subscription: true,
    status: 'active',
    plan: plan(2, 250, 'month'),
    per_seat_usage: [seat('ada', 300, 60), seat('bob', 300, 100), none('dan'), none('eve')],
    cancel_at_period_end: false,
    subscription_credits: 500,
    subscription_used: 160,
    subscription_remaining: 440,
    discount_credits: 100,
    next_charge_cents: 220000,
    next_charge_display: '$2,200.00',
    renews_at: neo.month(1),
    reset_at: neo.month(1),
    topup_credits: 100,
    topup_remaining: 70,
    ...firstTopup,
    topup_used: 30,
    available_credits: 510,
    used_credits: 190,
    payment_methods: oneCard,
  })

  // Half of it lies ahead when a seat more comes and another one moves, with what is left in it.
  await neo.goTo(0, 14 * DAY_MS)
  const { body: larger } = await neo.does('preview', { seats: 3 })
  expect(larger).toMatchObject({ change_type: 'upgrade', amount_due_cents: 55000, prorated_credits: 125 })
  expect((await neo.does('update', { seats: 3 })).body).toMatchObject({
    action: 'charged',
    amount_due_cents: 55000,
  })
  await neo.movesSeat('bob', 'eve')
  await neo.uses('eve', 50)
  await neo.uses('bob', 20)
  expect(await neo.overview()).toEqual({
    has_subscription: true,
    status: 'active',
    plan: plan(3, 250, 'month'),
    per_seat_usage: [seat('ada', 300, 60), none('bob'), seat('dan', 125, 0), seat('eve', 300, 150)],
    cancel_at_period_end: false,
    subscription_credits: 750,
    subscription_used: 210,
    subscription_remaining: 515,
    discount_credits: 100,
    next_charge_cents: 330000,
    next_charge_display: '$3,300.00',
    renews_at: neo.month(1),
    reset_at: neo.month(1),
    topup_credits: 100,
    topup_remaining: 50,
    ...firstTopup,
    topup_used: 50,
    available_credits: 565,
    used_credits: 260,
    payment_methods: oneCard,
  })

  // The second month: nothing rolls over, and the discount is over. Less is to come with the third.
  await neo.goTo(1, 3 * DAY_MS)
  await neo.uses('ada', 40)
  const smaller = { seats: 2, credits_per_user: 100 }
  expect(await neo.does('update', smaller)).toMatchObject({
    status: 400,
    body: { code: 'demotion_required' },
  })
  const demoting = { ...smaller, demote_member_emails: [mail('eve')] }
  expect((await neo.does('update', demoting)).body).toMatchObject({ action: 'scheduled' })
  expect((await neo.does('clear-pending')).body).toMatchObject({ cleared: true, seats: 3 })
  expect((await neo.does('update', demoting)).body).toMatchObject({ action: 'scheduled' })
  expect(await neo.overview()).toEqual({
    has_subscription: true,
    status: 'active',
    plan: plan(3, 250, 'month'),
    pending_change: {
      seats: 2,
      credits_per_user: 100,
      interval: 'month',
      demote_member_emails: [mail('eve')],
      effective_at: neo.month(2),
    },
    per_seat_usage: [seat('ada', 250, 40), none('bob'), seat('dan', 250, 0), seat('eve', 250, 0)],
    cancel_at_period_end: false,
    subscription_credits: 750,
    subscription_used: 40,
    subscription_remaining: 710,
    discount_credits: 0,
    next_charge_cents: 90000,
    next_charge_display: '$900.00',
    renews_at: neo.month(2),
    reset_at: neo.month(2),
    topup_credits: 100,
    topup_remaining: 50,
    ...firstTopup,
    topup_used: 50,
    available_credits: 760,
    used_credits: 90,
    payment_methods: oneCard,
  })
  await neo.goTo(2, HOUR_MS)
  await neo.uses('eve', 5)
  expect(await neo.overview()).toEqual({
    has_subscription: true,
    status: 'active',
    plan: plan(2, 100, 'month'),
    per_seat_usage: [seat('ada', 100, 0), none('bob'), seat('dan', 100, 0), none('eve')],
    cancel_at_period_end: false,
    subscription_credits: 200,
    subscription_used: 0,
    subscription_remaining: 200,
    discount_credits: 0,
    next_charge_cents: 90000,
    next_charge_display: '$900.00',
    renews_at: neo.month(3),
    reset_at: neo.month(3),
    topup_credits: 100,
    topup_remaining: 45,
    ...firstTopup,
    topup_used: 55,
    available_credits: 245,
    used_credits: 55,
    payment_methods: oneCard,
  })

  // The fourth month begins with a card that declines, and goes on with another one.
  await neo.savesCard('pm_card_chargeCustomerFail')
  await neo.goTo(3, 2 * DAY_MS)
  await neo.uses('ada', 5)
  expect(await neo.overview()).toEqual({
    has_subscription: true,
    status: 'past_due',
    plan: plan(2, 100, 'month'),
    per_seat_usage: [seat('ada', 0, 0), none('bob'), seat('dan', 0, 0), none('eve')],
    cancel_at_period_end: false,
    subscription_credits: 200,
    subscription_used: 0,
    subscription_remaining: 0,
    discount_credits: 0,
    next_charge_cents: 90000,
    next_charge_display: '$900.00',
    renews_at: neo.month(3),
    topup_credits: 100,
    topup_remaining: 40,
    ...firstTopup,
    topup_used: 60,
    available_credits: 40,
    used_credits: 60,
    payment_methods: [card('0341', true), card('4242', false)],
  })
}
