import { noMember } from '../accounts/not-found.ts'
import type { Instant } from '../instant.ts'
import type { Registry } from '../ports.ts'
import type { Buying } from '../purchases/buying.ts'
import { isRefusal, type Refusal, Refused, refuse } from '../refusal.ts'
import { creditsEnd } from './calendar.ts'
import { everyMember } from './candidates.ts'
import { type About, type Changed, changing, type Ground } from './changing.ts'
import { checkPending } from './check-demotions.ts'
import { handOver } from './deal-seats.ts'
import type { Seat } from './seat.ts'
import type { Subscription } from './subscription.ts'
import type { Taken } from './take-step.ts'

/** Gives a member a seat that nobody has, with what is left in it. */
export const giveSeat = (
  buying: Buying,
  about: About,
  member: string,
  now: Instant,
): Promise<Changed | Refusal> =>
  changing(
    buying,
    about,
    async (ground) => {
      const unfit = await whyNoSeatFor(ground, member)
      if (unfit) return unfit
      if (seatOf(ground, member)) return null
      const free = ground.seats.find((seat) => seat.member === null) ?? (await leftBehind(ground))
      if (!free)
        return refuse(
          'no_free_seat',
          `All ${ground.seats.length} seats are taken. Take one back, or buy more.`,
        )
      return (
        checkHands(ground, free, member) ??
        handed(buying, ground.subscription, free, member, 'seat_given', now)
      )
    },
    now,
  )

/** Takes a member's seat. What is left in it waits for whoever has it next. */
export const takeSeat = (
  buying: Buying,
  about: About,
  member: string,
  now: Instant,
): Promise<Changed | Refusal> =>
  changing(
    buying,
    about,
    (ground) => {
      const seat = seatOf(ground, member)
      return seat ? handed(buying, ground.subscription, seat, null, 'seat_taken', now) : noSeat(member)
    },
    now,
  )

/** Moves a member's seat to another one, who has what is left in it and no more. */
export const moveSeat = (
  buying: Buying,
  about: About,
  { from, to }: { readonly from: string; readonly to: string },
  now: Instant,
): Promise<Changed | Refusal> =>
  changing(
    buying,
    about,
    async (ground) => {
      const seat = seatOf(ground, from)
      if (!seat) return noSeat(from)
      const unfit = await whyNoSeatFor(ground, to)
      if (unfit) return unfit
      if (seatOf(ground, to)) return refuse('member_has_seat', `The member ${to} has a seat already.`)
      return checkHands(ground, seat, to) ?? handed(buying, ground.subscription, seat, to, 'seat_moved', now)
    },
    now,
  )

/**
 * Takes the seats of somebody who was removed; whoever came back since keeps what it has got since. Whoever moved or took
 * one meanwhile was faster.
 */
export async function takeSeatsOf(
  buying: Buying,
  account: string,
  member: string,
  now: Instant,
): Promise<void> {
  const { registry } = buying.store
  if ((await registry.member(account, member))?.status !== 'removed') return
  for (const { subscription } of await registry.seatsOfMember(account, member)) {
    const taken = await takeSeat(buying, { account, subscription, once: null }, member, now)
    if (isRefusal(taken) && taken.refused !== 'member_has_no_seat') throw new Refused(taken)
  }
}

/** The seat of somebody who was removed, where taking it back was cut off. */
async function leftBehind({ registry, seats, subscription }: Ground): Promise<Seat | undefined> {
  const there = new Set((await everyMember(registry, subscription.account)).map(({ id }) => id))
  return seats.find(({ member }) => member !== null && !there.has(member))
}

const seatOf = ({ seats }: Ground, member: string): Seat | undefined =>
  seats.find((seat) => seat.member === member)

/** Who would have which seat then must fit what is to be from the renewal on. */
const checkHands = ({ seats, subscription }: Ground, handed: Seat, member: string): Refusal | null =>
  checkPending(
    subscription,
    seats.map((seat) => (seat.id === handed.id ? { ...seat, member } : seat)),
  )

const noSeat = (member: string): Refusal =>
  refuse('member_has_no_seat', `The member ${member} has no seat of this subscription.`)

async function whyNoSeatFor(
  { subscription, registry }: Pick<Ground, 'subscription'> & { readonly registry: Pick<Registry, 'member'> },
  id: string,
): Promise<Refusal | null> {
  const { status, gives_to, account } = subscription
  if (status === 'canceled' || status === 'incomplete')
    return refuse('subscription_not_active', `The subscription ${subscription.id} is ${status}.`)
  if (gives_to === 'quantity')
    return refuse(
      'no_free_seat',
      `The subscription ${subscription.id} has no seats: its credits are for everybody.`,
    )
  const member = await registry.member(account, id)
  return member && member.status !== 'removed' ? null : noMember(account, id)
}

function handed(
  { ids }: Buying,
  subscription: Subscription,
  seat: Seat,
  member: string | null,
  kind: 'seat_given' | 'seat_taken' | 'seat_moved',
  now: Instant,
): Taken {
  const ends_at = subscription.month < 0 ? null : creditsEnd(subscription)
  // Where the next credits wait to be paid there is nothing to hand over.
  const expires_at = ends_at !== null && ends_at > now ? ends_at : null
  return {
    subscription,
    dealt: handOver(subscription, seat, member, expires_at, () => ids.mint('grt', now)),
    event: { kind, detail: { seat: seat.id, from: seat.member, to: member } },
  }
}
