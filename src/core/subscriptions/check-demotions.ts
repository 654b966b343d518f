import { type Refusal, refuse } from '../refusal.ts'
import type { Seat } from './seat.ts'
import type { Subscription } from './subscription.ts'

const seatedIn = (seats: readonly Seat[]): readonly string[] => seats.flatMap(({ member }) => member ?? [])

/**
 * Who is given a seat while there are to be fewer: then more members would have one than there will be seats, and none of
 * them was named to give theirs up.
 */
export function checkPending({ id, pending }: Subscription, seats: readonly Seat[]): Refusal | null {
  if (!pending) return null
  const demoted = new Set(pending.demote)
  const staying = seatedIn(seats).filter((one) => !demoted.has(one))
  if (staying.length <= pending.terms.seats) return null
  return refuse(
    'demotion_required',
    `From the renewal on the subscription ${id} has ${pending.terms.seats} seats, and ${staying.length} members would ` +
      'have one. Make the pending change anew and name who gives theirs up, or clear it.',
  )
}

/** Who gives a seat up: who is named, or who was named before for as many seats and still has one. */
export function demotedBy(
  { pending }: Pick<Subscription, 'pending'>,
  seats: readonly Seat[],
  wanted: number,
  demote: readonly string[],
): readonly string[] {
  if (demote.length > 0 || pending?.terms.seats !== wanted) return demote
  const seated = new Set(seatedIn(seats))
  return pending.demote.filter((named) => seated.has(named))
}

/** How many more must be named. */
export const missingDemotions = (
  { gives_to }: Pick<Subscription, 'gives_to'>,
  seats: readonly Seat[],
  wanted: number,
  demote: readonly string[],
): number =>
  gives_to === 'quantity' ? 0 : Math.max(seatedIn(seats).length - wanted - new Set(demote).size, 0)

/** Fewer seats than members who have one: somebody must be named to give theirs up. */
export function checkDemotions(
  subscription: Pick<Subscription, 'gives_to'>,
  seats: readonly Seat[],
  wanted: number,
  demote: readonly string[],
): Refusal | null {
  if (subscription.gives_to === 'quantity') return null
  const seated = new Set(seatedIn(seats))
  const stranger = demote.find((member) => !seated.has(member))
  if (stranger !== undefined)
    return refuse('member_has_no_seat', `The member ${stranger} has no seat to give up.`)
  const missing = missingDemotions(subscription, seats, wanted, demote)
  if (missing === 0) return null
  return refuse(
    'demotion_required',
    `${seated.size} members have a seat and only ${wanted} would be left. Name ${missing} more to give theirs up.`,
  )
}
