import { about } from './subscription-calls.ts'
import type { SubscriptionModel } from './subscription-model.ts'
import type { Told } from './subscription-preview.ts'
import type { ModelSeat, ModelSubscription } from './subscription-seats.ts'

function unfit(model: SubscriptionModel, sub: ModelSubscription, member: string): Told {
  if (sub.status === 'canceled' || sub.status === 'incomplete') return 'subscription_not_active'
  if (!sub.hasSeats) return 'no_free_seat'
  return model.isMember(member) ? null : 'member_not_found'
}

/** Whether more would stay than there are seats from the renewal on. */
function isTooMany({ seats, pending }: ModelSubscription, given: ModelSeat, to: string): boolean {
  if (!pending) return false
  const then = seats.map((seat) => (seat === given ? to : seat.member))
  const staying = then.filter((member) => member !== null && !pending.demote.includes(member))
  return staying.length > pending.terms.seats
}

export const gives = (model: SubscriptionModel, member: string, now: number): Told =>
  about(model, now, (sub) => {
    const refused = unfit(model, sub, member)
    if (refused || sub.seats.some((seat) => seat.member === member)) return refused
    const free = sub.seats.find((seat) => seat.member === null)
    if (!free) return 'no_free_seat'
    if (isTooMany(sub, free, member)) return 'demotion_required'
    free.member = member
    model.deal(sub, free, now)
    return null
  })

export const takes = (model: SubscriptionModel, member: string, now: number): Told =>
  about(model, now, (sub) => {
    const seat = sub.seats.find((one) => one.member === member)
    if (!seat) return 'member_has_no_seat'
    seat.member = null
    model.deal(sub, seat, now)
    return null
  })

export const moves = (model: SubscriptionModel, from: string, to: string, now: number): Told =>
  about(model, now, (sub) => {
    const seat = sub.seats.find((one) => one.member === from)
    if (!seat) return 'member_has_no_seat'
    const refused = unfit(model, sub, to)
    if (refused) return refused
    if (sub.seats.some((one) => one.member === to)) return 'member_has_seat'
    if (isTooMany(sub, seat, to)) return 'demotion_required'
    seat.member = to
    model.deal(sub, seat, now)
    return null
  })
