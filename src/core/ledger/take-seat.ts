import { lesser, type Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { type Deal, SEAT_PRIORITY } from '../subscriptions/seat.ts'
import type { Book } from './book.ts'
import { joinBucket } from './bucket-move.ts'
import { takeBack } from './decide-revocation.ts'
import { type Grant, hasExpired } from './grant.ts'
import { grantsInOrder, type Wallet } from './wallet.ts'

/** The grants that may have come of a seat, by the member whose they are, in draw order. */
type Seats = ReadonlyMap<string | null, readonly Grant[]>

export const NO_SEATS: Seats = new Map()

export function seatsOf(wallet: Wallet | undefined): Seats {
  const seats = new Map<string | null, Grant[]>()
  for (const grant of wallet ? grantsInOrder(wallet) : []) {
    if (grant.source !== 'subscription' || grant.priority !== SEAT_PRIORITY) continue
    const { member } = grant.scope
    const known = seats.get(member)
    if (known) known.push(grant)
    else seats.set(member, [grant])
  }
  return seats
}

interface Handing {
  /** The seat's present grant. */
  readonly take: string
  readonly give: Deal['give']
  readonly cause: string
  readonly at: Instant
}

/** All that a subscription gives in a month ends at the same moment. What ends at another one is not the seat's. */
const isOf = (seat: Grant, grant: Grant): boolean => grant.expires_at === seat.expires_at

/**
 * Takes what is left of a seat's credits. Where the seat goes to somebody else, or ends, those are besides its grant
 * what came back to earlier ones of its holder; and what is held of them stays with the work that it was set aside
 * for: it may still be captured, and what is not is revoked. Else whoever has no seat any more could draw on it.
 */
export function takeSeat(
  book: Book,
  wallet: Wallet,
  seats: Seats,
  { take: id, give, cause, at }: Handing,
): Micro {
  const seat = wallet.grants.get(id)
  if (!seat) return 0n
  // One that is spent may have been left behind by its bucket, and seem to have expired.
  joinBucket(book, wallet, seat)
  if (hasExpired(seat, at)) return 0n
  const { member } = seat.scope
  if (give && give.scope.member === member) return takeLeft(book, wallet, seat, { isGone: false, cause, at })
  const gone = { isGone: true, cause, at }
  let taken_micro = takeLeft(book, wallet, seat, gone)
  for (const grant of seats.get(member) ?? []) {
    if (grant === seat || !isOf(seat, grant)) continue
    const most_micro = give ? (give.most_micro ?? 0n) - give.amount_micro - taken_micro : undefined
    taken_micro += takeLeft(book, wallet, grant, { ...gone, most_micro })
  }
  return taken_micro
}

interface Taking {
  /** What is more than that is not the seat's: its holder had it of another one. */
  readonly most_micro?: Micro | undefined
  /** Whether whoever could draw on it has it no longer, so that nothing that is held may come back. */
  readonly isGone: boolean
  readonly cause: string
  readonly at: Instant
}

/** What is held of it and is not written off yet. */
const mayComeBack = ({ held_micro, written_off_micro }: Grant): Micro =>
  held_micro > written_off_micro ? held_micro - written_off_micro : 0n

/**
 * Takes what can be drawn of a grant. What was spent of it stays what it is, and so does what came back to it after
 * somebody took back, by hand, credits that were spent: no grant is taken back twice.
 */
function takeLeft(
  book: Book,
  wallet: Wallet,
  grant: Grant,
  { most_micro, isGone, cause, at }: Taking,
): Micro {
  if (grant.frozen || (most_micro !== undefined && most_micro <= 0n)) return 0n
  const open_micro = grant.amount_micro - grant.revoked_micro
  const left_micro = lesser(grant.remaining_micro, open_micro)
  const taken_micro = most_micro === undefined ? left_micro : lesser(left_micro, most_micro)
  const isAll = isGone && taken_micro === left_micro
  const held_micro = isAll ? lesser(mayComeBack(grant), open_micro - left_micro) : 0n
  const amount_micro = taken_micro + held_micro
  if (amount_micro > 0n) takeBack(book, wallet, grant, { amount_micro, spent: 'write_off', cause, at })
  return taken_micro
}
