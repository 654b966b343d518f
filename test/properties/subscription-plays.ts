import type { Buying } from '../../src/core/purchases/buying.ts'
import { advance } from '../../src/core/subscriptions/advance.ts'
import { cardsChanged } from '../../src/core/subscriptions/cards-changed.ts'
import { changeTerms } from '../../src/core/subscriptions/change.ts'
import {
  cancelAtPeriodEnd,
  cancelNow,
  clearPending,
  payNow,
  takeCancelBack,
} from '../../src/core/subscriptions/end.ts'
import { giveSeat, moveSeat, takeSeat, takeSeatsOf } from '../../src/core/subscriptions/give-seat.ts'
import { subscribe } from '../../src/core/subscriptions/subscribe.ts'
import { cancels, changes, clears, endsNow, goesOn, paysNow, subscribes } from './subscription-calls.ts'
import type { SubscriptionModel } from './subscription-model.ts'
import { partOf, termsOf } from './subscription-plans.ts'
import type { Told } from './subscription-preview.ts'
import { DAY, isLast, LAST_DAY } from './subscription-rules.ts'
import { gives, moves, takes } from './subscription-seat-calls.ts'
import type { CallMove } from './subscription-steps.ts'
import type { Walker } from './subscription-walk.ts'

export type Once = { readonly account: string; readonly key: string; readonly fingerprint: string } | null
export type Call = (by: Buying, now: number, once: Once) => Promise<unknown>

/** A call, and what it makes of a model: of the walk's own, or of a copy that somebody else's call came to before. */
export interface Play {
  readonly call: Call
  readonly plays: (model: SubscriptionModel) => Told
}

/** `due` is what the caller was told that a change costs. */
export function playOf(walker: Walker, move: CallMove, dice: number, due = 0n): Play {
  const { account, now: at } = walker
  const by_page = dice % 2 === 0
  const paying = { payment_method: null, by_page, success_url: null, cancel_url: null, source: null }
  const about = { account, subscription: walker.sub }
  switch (move.do) {
    case 'subscribe': {
      const { terms } = move
      const collection = move.sent ? ('send_invoice' as const) : ('charge_automatically' as const)
      const member = dice % 2 === 0 && walker.model.isTeam ? walker.name('bob') : null
      const request = { account, member, dialect: 'native', plan: terms.plan.id, collection, paying }
      const asked = { ...request, terms: termsOf(terms), expected_minor: null }
      return {
        plays: (model) => subscribes(model, { terms, by: collection, buyer: member, by_page }, at),
        call: (by, now, once) => subscribe(by, { ...asked, once }, now),
      }
    }
    case 'change': {
      const { terms, expects, demote } = move
      const expected = expects === 'nothing' ? null : due + (expects === 'other' ? 1n : 0n)
      const request = { ...about, terms: partOf(terms), demote, paying, expected_minor: expected }
      return {
        plays: (model) => changes(model, { terms, demote, by_page, expected }, at),
        call: (by, now, once) => changeTerms(by, { ...request, once }, now),
      }
    }
    case 'clear':
      return {
        plays: (model) => clears(model, at),
        call: (by, now, once) => clearPending(by, { ...about, once }, now),
      }
    case 'cancel':
      return {
        plays: (model) => cancels(model, at),
        call: (by, now, once) => cancelAtPeriodEnd(by, { ...about, once }, now),
      }
    case 'resume':
      return {
        plays: (model) => goesOn(model, at),
        call: (by, now, once) => takeCancelBack(by, { ...about, once }, now),
      }
    case 'end':
      return {
        plays: (model) => endsNow(model, at),
        call: (by, now, once) => cancelNow(by, { ...about, once }, now),
      }
    case 'pay_now':
      return {
        plays: (model) => paysNow(model, at),
        call: (by, now, once) => payNow(by, { ...about, once }, now),
      }
    case 'give': {
      const member = walker.name(move.member)
      return {
        plays: (model) => gives(model, member, at),
        call: (by, now, once) => giveSeat(by, { ...about, once }, member, now),
      }
    }
    case 'take': {
      const member = walker.name(move.member)
      return {
        plays: (model) => takes(model, member, at),
        call: (by, now, once) => takeSeat(by, { ...about, once }, member, now),
      }
    }
    case 'move': {
      const [from, to] = [walker.name(move.member), walker.name(move.to)]
      return {
        plays: (model) => moves(model, from, to, at),
        call: (by, now, once) => moveSeat(by, { ...about, once }, { from, to }, now),
      }
    }
  }
}

/** Whoever comes by brings it to the present. */
export const passesBy = ({ account, sub, now }: Walker): Play => ({
  plays: (model) => {
    model.tick(now)
    return null
  },
  call: (by) => advance(by, account, sub, now),
})

export const removes = ({ subject, account, now }: Walker, member: string): Play => ({
  plays: (model) => {
    for (const one of model.members) if (one.id === member) one.isThere = false
    if (model.sub?.seats.some((seat) => seat.member === member)) takes(model, member, now)
    return null
  },
  call: async (by) => {
    await subject.removeMember(account, member, now)
    await takeSeatsOf(by, account, member, now)
  },
})

/** The account's cards are others by now. */
export const tellsOfCard = ({ account, now, real }: Walker): Play => ({
  plays: (model) => {
    hearsOfCard(model, now)
    return null
  },
  call: (by) => cardsChanged(by, account, real),
})

/** What was declined is tried with another card at once. */
export function hearsOfCard(model: SubscriptionModel, now: number): string {
  const { sub, card } = model
  if (sub?.status !== 'past_due' || sub.by === 'send_invoice') return 'in vain'
  if (model.isTriedTooOften(sub, now)) return 'too often'
  if (!card || card.id === (sub.bill ? sub.bill.card : sub.declined)) return 'no other'
  if (sub.bill && isLast(sub.attempts) && now > model.periodEnd(sub) + LAST_DAY * DAY) return 'too late'
  if (sub.bill) {
    model.instead(sub, sub.bill, now)
    return `${card.kind} instead`
  }
  sub.retry = now
  model.tick(now)
  return `${card.kind} at once`
}
