import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Deal, Seat } from './seat.ts'
import { scopeOf } from './seat.ts'
import type { Subscription } from './subscription.ts'

type Giving = Pick<Subscription, 'account' | 'id' | 'gives_to'>

/** What a change of seats makes of them, and what the ledger has to do for it. */
export interface Dealt {
  /** All that were changed, made or ended. */
  readonly seats: readonly Seat[]
  readonly deals: readonly Deal[]
}

export const NOTHING_DEALT: Dealt = { seats: [], deals: [] }

export interface Amount {
  readonly amount_micro: Micro
  /** Of that, the first month's bonus. */
  readonly bonus_micro: Micro
}

/** Every seat's credits for a new credit month. What was left of the last one has expired by itself. */
export function dealMonth(
  subscription: Giving,
  seats: readonly Seat[],
  { amount_micro, bonus_micro }: Amount,
  expires_at: Instant,
  grantId: () => string,
): Dealt {
  const dealt = seats.map((seat) => {
    const grant = grantId()
    const scope = scopeOf(seat, subscription.gives_to)
    return {
      seat: { ...seat, grant, allotment_micro: amount_micro, bonus_micro },
      deal: { take: null, give: { grant, scope, amount_micro, expires_at } },
    }
  })
  return { seats: dealt.map(({ seat }) => seat), deals: dealt.map(({ deal }) => deal) }
}

/** More credits for a seat in the middle of a month: what is left and what comes become one grant. */
export function addTo(
  subscription: Giving,
  seat: Seat,
  more_micro: Micro,
  expires_at: Instant,
  grantId: () => string,
): Dealt {
  if (more_micro === 0n) return NOTHING_DEALT
  const grant = grantId()
  const scope = scopeOf(seat, subscription.gives_to)
  return {
    seats: [{ ...seat, grant, allotment_micro: seat.allotment_micro + more_micro }],
    deals: [{ take: seat.grant, give: { grant, scope, amount_micro: more_micro, expires_at } }],
  }
}

/**
 * A seat in other hands: what its last holder left goes along, and what is held of it comes back to nobody. Null: in
 * nobody's.
 */
export function handOver(
  subscription: Giving,
  seat: Seat,
  member: string | null,
  expires_at: Instant | null,
  grantId: () => string,
): Dealt {
  // What has expired was for whoever had it before, and is the seat's no more.
  if (seat.grant === null || expires_at === null)
    return { seats: [{ ...seat, member, grant: null }], deals: [] }
  const grant = grantId()
  const handed = { ...seat, member, grant }
  const scope = scopeOf(handed, subscription.gives_to)
  return {
    seats: [handed],
    deals: [
      {
        take: seat.grant,
        give: { grant, scope, amount_micro: 0n, most_micro: seat.allotment_micro, expires_at },
      },
    ],
  }
}

/** The subscription has it no longer: what is left of it goes. */
export const endSeat = (seat: Seat): Dealt => ({
  seats: [{ ...seat, ended: true, member: null }],
  deals: seat.grant === null ? [] : [{ take: seat.grant, give: null }],
})

export const together = (dealt: readonly Dealt[]): Dealt => ({
  seats: dealt.flatMap(({ seats }) => seats),
  deals: dealt.flatMap(({ deals }) => deals),
})

/** Which seats go when there are to be fewer: those nobody has, then the demoted members', then the youngest. */
export function seatsToEnd(seats: readonly Seat[], keep: number, demote: readonly string[]): readonly Seat[] {
  const demoted = new Set(demote)
  const rank = ({ member }: Seat): number => (member === null ? 0 : demoted.has(member) ? 1 : 2)
  const inOrder = [...seats].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? 1 : -1))
  return inOrder.slice(0, Math.max(seats.length - keep, 0))
}
