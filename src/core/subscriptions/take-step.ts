import type { Instant } from '../instant.ts'
import type { Ids } from '../ports.ts'
import { creditsEnd, monthAt, monthsOf, startOf } from './calendar.ts'
import { addTo, type Dealt, dealMonth, endSeat, NOTHING_DEALT, seatsToEnd, together } from './deal-seats.ts'
import { paidPeriod } from './next-step.ts'
import { moreOf } from './preview.ts'
import type { Seat } from './seat.ts'
import type { OpenBill, PendingChange, Subscription, SubscriptionEvent } from './subscription.ts'

/** What a step makes of a subscription, to be written in one transaction. */
export interface Taken {
  readonly subscription: Subscription
  readonly dealt: Dealt
  readonly event: Pick<SubscriptionEvent, 'kind' | 'detail'>
  /** False where nobody gets, loses or moves a seat by it, as by most renewals. */
  readonly reseats?: boolean
  /** A bill whose money goes back with it, because it could bring nothing. */
  readonly gives_back?: string
}

/** What a step is decided on. */
export interface Footing {
  readonly subscription: Subscription
  readonly seats: readonly Seat[]
  /** Who gets the seats that nobody has yet, in this order. */
  readonly candidates: readonly string[]
  readonly ids: Ids
  readonly now: Instant
}

/** For what is told of a change: the plan, where it is another one. */
export const movedTo = (
  { terms: before }: Pick<Subscription, 'terms'>,
  { terms: { plan } }: Pick<OpenBill, 'terms'>,
): { readonly plan?: string } => (plan === before.plan ? {} : { plan })

/** The first bill is paid: the calendar begins, and with it the first credit month. */
export function start(footing: Footing, bill: OpenBill): Taken {
  const { subscription: before, now } = footing
  const subscription: Subscription = {
    ...before,
    status: 'active',
    started_at: now,
    period_month: 0,
    period_months: monthsOf(bill.terms.interval),
    month: 0,
    bill: null,
  }
  const { credits_micro, seats } = subscription.terms
  const amount = { amount_micro: credits_micro + before.bonus_micro, bonus_micro: before.bonus_micro }
  return {
    subscription: { ...subscription, due_at: creditsEnd(subscription) },
    dealt: dealMonth(
      subscription,
      newSeats(footing, seats),
      amount,
      creditsEnd(subscription),
      grantIds(footing),
    ),
    event: { kind: 'started', detail: { seats, purchase: bill.purchase } },
  }
}

/** A renewal is paid: the next period begins, in what was agreed for it, with the credits of the month that is now. */
export function renew(footing: Footing, bill: OpenBill): Taken {
  const { subscription: before, seats, now } = footing
  const { terms } = bill
  const period_month = paidPeriod(startOf(before), bill, now)
  const period_months = monthsOf(terms.interval)
  const month = Math.max(monthAt(startOf(before), now), period_month)
  const subscription: Subscription = {
    ...before,
    status: 'active',
    terms,
    period_month,
    period_months,
    month,
    pending: null,
    bill: null,
    attempts: 0,
    declined_card: null,
  }
  const demote = before.pending?.demote ?? []
  const demoted = new Set(demote)
  const ended = seatsToEnd(seats, terms.seats, demote)
  const gone = new Set(ended)
  // Who was to give a seat up does so, also where no fewer seats are left than there were.
  const given = (seat: Seat): Seat =>
    seat.member !== null && demoted.has(seat.member) ? { ...seat, member: null } : seat
  const kept = seats.filter((seat) => !gone.has(seat)).map(given)
  // Nor does who was to give one up get a new one.
  const candidates = footing.candidates.filter((member) => !demoted.has(member))
  const all = [...kept, ...newSeats({ ...footing, candidates }, terms.seats - kept.length)]
  const amount = { amount_micro: terms.credits_micro, bonus_micro: 0n }
  return {
    subscription: { ...subscription, due_at: creditsEnd(subscription) },
    dealt: together([
      ...ended.map(endSeat),
      dealMonth(subscription, all, amount, creditsEnd(subscription), grantIds(footing)),
    ]),
    reseats: before.pending !== null || terms.seats !== seats.length,
    event: {
      kind: 'renewed',
      detail: { month, seats: terms.seats, purchase: bill.purchase, ...movedTo(before, bill) },
    },
  }
}

/** What waits for the renewal once a change has come: the rest of what waited, with what the change says of it, too. */
export function waitsBeside(
  { pending }: Subscription,
  { carries }: Pick<OpenBill, 'carries'>,
): PendingChange | null {
  if (!pending || !carries) return null
  const terms = { ...pending.terms, ...carries }
  // Who was named is named for so many seats.
  return { terms, demote: terms.seats === pending.terms.seats ? pending.demote : [] }
}

/** A larger size is paid: it is in force, and brings its share of what is left of the credit month. */
export function change(footing: Footing, bill: OpenBill): Taken {
  const { subscription: before, seats } = footing
  const { terms } = bill
  // Where a month has begun since it was made out, all of that month is still to come.
  const share = bill.month === before.month ? bill.share : { left: 1, whole: 1 }
  const { held_micro, new_micro } = moreOf(before.terms, terms, share)
  const ends_at = creditsEnd(before)
  const pending = waitsBeside(before, bill)
  const subscription: Subscription = { ...before, terms, pending, bill: null, due_at: ends_at }
  const added = newSeats(footing, terms.seats - seats.length)
  return {
    subscription,
    dealt: together([
      ...seats.map((seat) => addTo(subscription, seat, held_micro, ends_at, grantIds(footing))),
      dealMonth(
        subscription,
        added,
        { amount_micro: new_micro, bonus_micro: 0n },
        ends_at,
        grantIds(footing),
      ),
    ]),
    event: {
      kind: 'changed',
      detail: {
        seats: terms.seats,
        credits_micro: terms.credits_micro.toString(),
        purchase: bill.purchase,
        ...movedTo(before, bill),
      },
    },
  }
}

/**
 * A larger size is paid, and nobody heard of it in the period that it was paid for. It is what the renewal brings, which
 * is due by now, and the money for the time that has passed goes back.
 */
export const changeLate = ({ subscription: before, now }: Footing, bill: OpenBill): Taken => ({
  subscription: {
    ...before,
    pending: waitsBeside(before, bill) ?? { terms: bill.terms, demote: [] },
    bill: null,
    due_at: now,
  },
  dealt: NOTHING_DEALT,
  reseats: false,
  event: { kind: 'change_late', detail: { purchase: bill.purchase } },
  gives_back: bill.purchase,
})

/** A month of a period that is paid: its credits. Months that passed meanwhile get none. */
export function grantMonth(footing: Footing, month: number): Taken {
  const subscription: Subscription = { ...footing.subscription, month }
  const ends_at = creditsEnd(subscription)
  const amount = { amount_micro: subscription.terms.credits_micro, bonus_micro: 0n }
  return {
    subscription: { ...subscription, due_at: ends_at },
    dealt: dealMonth(subscription, footing.seats, amount, ends_at, grantIds(footing)),
    reseats: false,
    event: { kind: 'month_granted', detail: { month, seats: footing.seats.length } },
  }
}

/** It has ended: nobody has a seat any more, and what was left in them goes. */
export function cancel({ subscription: before, seats, now }: Footing, why: string): Taken {
  return {
    subscription: {
      ...before,
      status: 'canceled',
      pending: null,
      bill: null,
      due_at: null,
      canceled_at: now,
    },
    dealt: together(seats.map(endSeat)),
    event: { kind: 'canceled', detail: { why } },
  }
}

/** New seats, given to members who have none as long as there are such; without credits yet. */
function newSeats({ subscription, seats, candidates, ids, now }: Footing, count: number): readonly Seat[] {
  const seated = new Set(seats.map(({ member }) => member))
  const waiting = candidates.filter((one) => !seated.has(one))
  return Array.from({ length: Math.max(count, 0) }, (_, n) => ({
    account: subscription.account,
    subscription: subscription.id,
    id: ids.mint('seat', now),
    member: subscription.gives_to === 'seats' ? (waiting[n] ?? null) : null,
    grant: null,
    allotment_micro: 0n,
    bonus_micro: 0n,
    ended: false,
  }))
}

const grantIds =
  ({ ids, now }: Pick<Footing, 'ids' | 'now'>) =>
  () =>
    ids.mint('grt', now)
