import { changeTerms } from '../../src/core/subscriptions/change.ts'
import {
  cancelAtPeriodEnd,
  cancelNow,
  clearPending,
  payNow,
  takeCancelBack,
} from '../../src/core/subscriptions/end.ts'
import { giveSeat, moveSeat, takeSeat } from '../../src/core/subscriptions/give-seat.ts'
import { subscribe } from '../../src/core/subscriptions/subscribe.ts'
import { cancels, changes, clears, endsNow, goesOn, paysNow, subscribes } from './subscription-calls.ts'
import { byJob, putsForward } from './subscription-clock.ts'
import { disputes, refunds } from './subscription-money.ts'
import { partOf, termsOf } from './subscription-plans.ts'
import type { Told } from './subscription-preview.ts'
import { gives, moves, takes } from './subscription-seat-calls.ts'
import type { SubscriptionMove } from './subscription-steps.ts'
import { usage } from './subscription-usage.ts'
import type { Walker } from './subscription-walk.ts'

/** Makes a move, in the code and in the model, and answers what it was refused for. */
export async function make(walker: Walker, move: SubscriptionMove, dice: number): Promise<Told | 'ok'> {
  const { model, subject, account, now: at } = walker
  const by_page = dice % 2 === 0
  const paying = { payment_method: null, by_page, success_url: null, cancel_url: null, source: null }
  const about = { account, subscription: walker.sub }
  switch (move.do) {
    case 'wait':
      walker.now = move.until
      if (move.cut) return walker.advances(true)
      return dice % 3 === 0 ? byJob(walker) : 'ok'
    case 'advance':
      return dice % 2 === 0 ? byJob(walker) : walker.advances(false)
    case 'clock':
      return putsForward(walker, move.days)
    case 'subscribe': {
      const { terms } = move
      const collection = move.sent ? ('send_invoice' as const) : ('charge_automatically' as const)
      const member = dice % 2 === 0 && model.isTeam ? walker.name('bob') : null
      const request = { account, member, dialect: 'native', plan: terms.plan.id, collection, paying }
      const told = subscribes(model, { terms, by: collection, buyer: member, by_page }, at)
      return walker.calls(dice, told, (by, now, once) =>
        subscribe(by, { ...request, terms: termsOf(terms), expected_minor: null, once }, now),
      )
    }
    case 'preview':
      return (await walker.previews(move.terms)).told
    case 'change': {
      const { terms, expects, demote } = move
      const { due } = await walker.previews(terms)
      const expected = expects === 'nothing' ? null : due + (expects === 'other' ? 1n : 0n)
      const told = changes(model, { terms, demote, by_page, expected }, at)
      const request = { ...about, terms: partOf(terms), demote, paying, expected_minor: expected }
      return walker.calls(dice, told, (by, now, once) => changeTerms(by, { ...request, once }, now))
    }
    case 'clear':
      return walker.calls(dice, clears(model, at), (by, now, once) =>
        clearPending(by, { ...about, once }, now),
      )
    case 'cancel':
      return walker.calls(dice, cancels(model, at), (by, now, once) =>
        cancelAtPeriodEnd(by, { ...about, once }, now),
      )
    case 'resume':
      return walker.calls(dice, goesOn(model, at), (by, now, once) =>
        takeCancelBack(by, { ...about, once }, now),
      )
    case 'end':
      // Where it is to be cut off, it is brought to the present before, and charged for that.
      if (dice % 9 === 1) model.tick(at)
      return walker.calls(dice, endsNow(model, at), (by, now, once) => cancelNow(by, { ...about, once }, now))
    case 'pay_now':
      return walker.calls(dice, paysNow(model, at), (by, now, once) => payNow(by, { ...about, once }, now))
    case 'give': {
      const member = walker.name(move.member)
      return walker.calls(dice, gives(model, member, at), (by, now, once) =>
        giveSeat(by, { ...about, once }, member, now),
      )
    }
    case 'take': {
      const member = walker.name(move.member)
      return walker.calls(dice, takes(model, member, at), (by, now, once) =>
        takeSeat(by, { ...about, once }, member, now),
      )
    }
    case 'move': {
      const [from, to] = [walker.name(move.member), walker.name(move.to)]
      return walker.calls(dice, moves(model, from, to, at), (by, now, once) =>
        moveSeat(by, { ...about, once }, { from, to }, now),
      )
    }
    case 'add':
      return walker.adds(walker.name(move.member))
    case 'remove':
      return walker.removes(walker.name(move.member))
    case 'refund':
      return refunds(walker, move.which, dice)
    case 'dispute':
      return disputes(walker, move.which, dice)
    case 'card':
      // Who has committed to pay commits to more.
      if (model.commitment !== null) return walker.commits(BigInt(dice + 1) * 20n)
      model.card = await subject.putCard(account, move.kind)
      return dice % 3 === 0 ? move.kind : walker.tellsOfCard()
    case 'pay_page':
      return walker.paysPage()
    case 'repeat':
      return walker.repeats(dice)
    default:
      return usage(walker, move)
  }
}
