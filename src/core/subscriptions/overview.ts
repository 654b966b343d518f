import type { Member } from '../accounts/member.ts'
import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Bucket } from '../purchases/bucket.ts'
import type { Buying } from '../purchases/buying.ts'
import { readBucket } from '../purchases/read-bucket.ts'
import { everyMember } from './candidates.ts'
import { isInForce, NO_OUTLOOK, type Outlook, outlook, planAhead } from './outlook.ts'
import type { Plan } from './plan.ts'
import { presentOf } from './present.ts'
import type { Seat } from './seat.ts'
import type { Subscription } from './subscription.ts'

/** A seat with what can still be drawn from it. */
export interface SeatBalance extends Seat {
  readonly remaining_micro: Micro
}

/** What was ever topped up, refunds taken off. */
export interface Life {
  readonly purchased_micro: Micro
}

/** What a member has of a subscription: a seat's credits, or none. */
export interface MemberUse {
  readonly member: Member
  readonly seat: SeatBalance | null
}

/** Everything of an account's subscription to a credit type, and of what it topped up beside it. */
export interface Overview extends Outlook {
  /** Null where it never had one. */
  readonly subscription: Subscription | null
  /** What its next bill is for. */
  readonly plan: Plan | null
  readonly seats: readonly SeatBalance[]
  readonly members: readonly MemberUse[]
  /** Whether its credits can be drawn just now. */
  readonly in_force: boolean
  /** What the subscription grants every month. */
  readonly monthly_micro: Micro
  readonly used_micro: Micro
  readonly remaining_micro: Micro
  /** Of what was granted this month: the first month's bonus. */
  readonly bonus_micro: Micro
  readonly bucket: Bucket
  readonly topped_up: Life
}

export async function overview(
  buying: Buying,
  account: string,
  credit_type: string,
  now: Instant,
): Promise<Overview> {
  const { store } = buying
  const { registry } = store
  const known = await registry.subscriptionTo(account, credit_type)
  const present = known && (await presentOf(buying, known, now))
  // Posts what fell due in the wallet, such as the end of a hold, of which the seats must know, too.
  const bucket = await readBucket(store, account, credit_type, now)
  const [plan, payer, seats, all, topped_up] = await Promise.all([
    present && registry.plan(planAhead(present)),
    present && registry.account(account),
    present ? registry.seatBalances(present, now) : [],
    present?.gives_to === 'seats' ? everyMember(registry, account) : [],
    registry.toppedUp(account, credit_type),
  ])
  const seatOf = new Map(seats.map((seat) => [seat.member, seat]))
  const members = all.map((member) => ({ member, seat: seatOf.get(member.id) ?? null }))
  const beside = { subscription: present, plan, seats, members, bucket, topped_up }
  const given = present && isInForce(present, now) ? seats : []
  const sum = (of: (seat: SeatBalance) => Micro): Micro => given.reduce((total, seat) => total + of(seat), 0n)
  const remaining_micro = sum((seat) => seat.remaining_micro)
  // Only who moves money has a least amount.
  const isCharged = present !== null && payer?.pays_with !== 'commitment'
  const least_minor = isCharged ? buying.payments.least(present.currency) : 0n
  const isLive = present !== null && present.started_at !== null && present.status !== 'canceled'
  return {
    ...beside,
    ...(present ? outlook(present, plan, now, least_minor) : NO_OUTLOOK),
    in_force: given.length > 0,
    monthly_micro: isLive ? BigInt(present.terms.seats) * present.terms.credits_micro : 0n,
    remaining_micro,
    used_micro: sum((seat) => seat.allotment_micro) - remaining_micro,
    bonus_micro: sum((seat) => seat.bonus_micro),
  }
}
