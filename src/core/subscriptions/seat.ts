import type { Micro } from '../credits.ts'
import type { Scope } from '../ledger/grant.ts'
import { UNSCOPED } from '../ledger/grant.ts'

/**
 * A seat of a subscription, with what it has this credit month. Its credits are always one grant: scoped to its member,
 * or, while nobody has it, to a name that no member can have, so that nobody can draw them. Moving it takes what is left of that grant
 * and grants it to the other member.
 */
export interface Seat {
  readonly account: string
  readonly subscription: string
  readonly id: string
  /** Null: nobody has it. */
  readonly member: string | null
  /** Null before its first credits. */
  readonly grant: string | null
  /** What it was given this credit month, and how much of that is the first month's bonus. */
  readonly allotment_micro: Micro
  readonly bonus_micro: Micro
  /** Set once the subscription has it no longer. */
  readonly ended: boolean
}

export const scopeOf = (seat: Pick<Seat, 'id' | 'member'>, gives_to: 'seats' | 'quantity'): Scope =>
  gives_to === 'quantity' ? UNSCOPED : { ...UNSCOPED, member: seat.member ?? `#${seat.id}` }

/** Burned before what was bought. */
export const SEAT_PRIORITY = 50

/** One movement of a seat's credits: what is left of a grant is taken, and with more of it a new grant is made. */
export interface Deal {
  readonly take: string | null
  readonly give: {
    readonly grant: string
    readonly scope: Scope
    /** On top of what was taken. */
    readonly amount_micro: Micro
    /** What the seat was given this month: so much goes along at the most, whatever its last holder has. */
    readonly most_micro?: Micro
    readonly expires_at: number
  } | null
}

/** What a step of a subscription does to its seats' credits, to be done once by the ledger. */
export interface Allotment {
  readonly account: string
  readonly id: string
  readonly subscription: string
  readonly credit_type: string
  readonly deals: readonly Deal[]
  readonly at: number
}
