import { overview } from '../../src/core/subscriptions/overview.ts'
import { nextCharge } from './subscription-calls.ts'
import type { SubscriptionModel } from './subscription-model.ts'
import { TYPE } from './subscription-plans.ts'
import { after } from './subscription-rules.ts'
import type { ModelSeat } from './subscription-seats.ts'
import type { SubscriptionSubject } from './subscription-subject.ts'

const text = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${one}` : one))

/** The code and the model disagree. */
export class Disagreement extends Error {}

export function agree(what: string, is: unknown, should: unknown): void {
  if (text(is) !== text(should))
    throw new Disagreement(`${what}\n  is     ${text(is)}\n  should ${text(should)}`)
}

const STATES: Record<string, string> = {
  paid: 'paid',
  awaiting_checkout: 'open',
  failed: 'failed',
  expired: 'failed',
  partially_refunded: 'part',
}

/** In an order of its own, because seats that nobody has are all alike. */
const seatsInOrder = (seats: readonly unknown[]): readonly string[] => seats.map(text).sort()

/** Compares everything that can be seen of the subscription, brought to the present, with the model. */
export async function look(
  subject: SubscriptionSubject,
  account: string,
  model: SubscriptionModel,
  now: number,
): Promise<void> {
  const is = await overview(subject.buying, account, TYPE, now)
  model.tick(now)
  const { sub, wallet } = model
  const found = is.subscription
  agree('whether there is one', found !== null, sub !== null)
  if (!sub || !found) return
  agree('the subscription', about(found), should(model))
  const remainingOf = (seat: ModelSeat) => model.remainingOf(sub, seat, now)
  const seatOf = (seat: ModelSeat) => [seat.member, seat.given, seat.bonus, remainingOf(seat)]
  agree(
    'the seats',
    seatsInOrder(is.seats.map((s) => [s.member, s.allotment_micro, s.bonus_micro, s.remaining_micro])),
    seatsInOrder(sub.seats.map(seatOf)),
  )
  const inForce = sub.status !== 'canceled' && sub.start > 0 && model.creditsEnd(sub) > now
  const seats = inForce ? sub.seats : []
  const sum = (of: (seat: ModelSeat) => bigint) => seats.reduce((total, seat) => total + of(seat), 0n)
  const remaining = sum(remainingOf)
  const isOn = sub.status === 'active' || sub.status === 'past_due'
  agree(
    'the overview',
    {
      in_force: is.in_force,
      monthly: is.monthly_micro,
      used: is.used_micro,
      remaining: is.remaining_micro,
      bonus: is.bonus_micro,
      reset_at: is.reset_at,
      renews_at: is.renews_at,
      next_charge: is.next_charge_minor,
      topped_up: is.bucket.available_micro,
      members: is.members.map(({ member, seat }) => [member.id, seat !== null]).sort(),
    },
    {
      in_force: inForce && seats.length > 0,
      monthly: isOn ? BigInt(sub.terms.seats) * sub.terms.size : 0n,
      used: sum(({ given }) => given) - remaining,
      remaining,
      bonus: sum(({ bonus }) => bonus),
      ...ahead(model, now),
      next_charge: nextCharge(model, now),
      topped_up: wallet.toppedUp(now),
      members: sub.hasSeats
        ? model.members
            .filter(({ isThere }) => isThere)
            .map(({ id }) => [id, sub.seats.some(({ member }) => member === id)])
            .sort()
        : [],
    },
  )
  const balance = await subject.buying.store.ledger.balance(account, TYPE, now)
  const available = 'refused' in balance ? balance : balance.available_micro
  agree('the balance', available, wallet.available(now))
  await lookAtBills(subject, account, model)
  comesInTime(found.due_at, model.dueAt(), now)
}

const about = (is: NonNullable<Awaited<ReturnType<typeof overview>>['subscription']>) => ({
  status: is.status,
  terms: [is.terms.plan, is.terms.seats, is.terms.credits_micro, is.terms.interval],
  started: is.started_at ?? 0,
  ...(is.status === 'canceled' || is.started_at === null
    ? {}
    : {
        from: is.period_month,
        to: is.period_month + is.period_months,
        month: is.month,
        attempts: is.attempts,
        pending: is.pending && [
          is.pending.terms.plan,
          is.pending.terms.seats,
          is.pending.terms.credits_micro,
          is.pending.terms.interval,
          is.pending.demote,
        ],
      }),
  ends: is.cancel_at_period_end,
  bill: is.bill?.kind ?? null,
})

function should({ sub }: SubscriptionModel) {
  if (!sub) return null
  const { status, terms, start, from, to, month, pending, ends, bill, attempts } = sub
  return {
    status,
    terms: [terms.plan.id, terms.seats, terms.size, terms.interval],
    started: start,
    ...(status === 'canceled' || start === 0
      ? {}
      : {
          from,
          to,
          month,
          attempts,
          pending: pending && [
            pending.terms.plan.id,
            pending.terms.seats,
            pending.terms.size,
            pending.terms.interval,
            pending.demote,
          ],
        }),
    ends,
    bill: bill?.kind ?? null,
  }
}

/** When credits begin anew, and when the next bill comes. */
function ahead(model: SubscriptionModel, now: number) {
  const { sub } = model
  if (!sub || sub.status === 'canceled' || sub.start === 0) return { reset_at: null, renews_at: null }
  const end = model.creditsEnd(sub)
  const isLast = sub.ends && sub.month + 1 >= sub.to
  return {
    reset_at: end > now && !isLast ? end : null,
    renews_at: sub.ends ? null : after(sub.start, sub.to),
  }
}

async function lookAtBills(subject: SubscriptionSubject, account: string, model: SubscriptionModel) {
  const bills = await subject.rows<{ price_minor: bigint; state: string }>(
    `select price_minor, state from purchases where account_id = $1 and subscription_id is not null`,
    [account],
  )
  agree(
    'the bills',
    bills.map(({ price_minor, state }) => `${price_minor} ${STATES[state] ?? state}`).sort(),
    model.bills.map(({ due, state }) => `${due} ${state}`).sort(),
  )
}

/** The job must find it by then, and not over and over before. */
function comesInTime(due_at: number | null, latest: number | null, now: number): void {
  const isInTime = latest === null || (due_at !== null && due_at <= latest)
  const isAgain = due_at !== null && due_at <= now
  if (!isInTime || isAgain) throw new Disagreement(`it is due at ${due_at}, and not at ${latest}, by ${now}`)
}
