import Type, { type Static } from 'typebox'
import type { Instant } from '../../../core/instant.ts'
import type { Overview } from '../../../core/subscriptions/overview.ts'
import type { Subscription } from '../../../core/subscriptions/subscription.ts'
import { MemberWire } from '../accounts/convert-account.ts'
import { amountText, instantOrNull } from '../convert.ts'
import { Amount, NullableInstant } from '../fields.ts'
import { NullableSeat, SeatWire, seatWire } from '../subscriptions/convert-seat.ts'
import { SubscriptionWire, subscriptionWire } from '../subscriptions/convert-subscription.ts'

const MemberUse = Type.Object({
  ...Type.Pick(MemberWire, ['id', 'email', 'role', 'status']).properties,
  seat: NullableSeat,
})

const ToppedUp = Type.Object(
  {
    issued: Amount,
    used: Amount,
    available: Amount,
    expires_at: NullableInstant,
    expired: Type.Boolean(),
    purchased: Type.String({ description: 'Ever, refunds taken off.' }),
  },
  {
    description:
      'What the account bought beside it, seen as one bucket that every purchase fills anew: what remained then and what ' +
      'was bought is `issued`.',
  },
)

export const OverviewWire = Type.Object(
  {
    subscription: SubscriptionWire,
    in_force: Type.Boolean({ description: "Whether this month's credits are given and can be drawn." }),
    granted_monthly: Type.String({ description: 'By all seats together, without a bonus.' }),
    bonus: Type.String({ description: "Of what this month gave: the first month's bonus." }),
    used: Type.String({ description: 'Of what this month gave.' }),
    remaining: Type.String({ description: 'Of what this month gave.' }),
    available: Type.String({ description: 'That and what was topped up.' }),
    topped_up: ToppedUp,
    members: Type.Array(MemberUse),
    free_seats: Type.Array(SeatWire),
  },
  { title: 'SubscriptionOverview' },
)

export function overviewWire(
  subscription: Subscription,
  seen: Overview,
  now: Instant,
): Static<typeof OverviewWire> {
  const { bucket, in_force, seats, members } = seen
  return {
    subscription: subscriptionWire(subscription, seen.plan, now),
    in_force,
    granted_monthly: amountText(seen.monthly_micro),
    bonus: amountText(seen.bonus_micro),
    used: amountText(seen.used_micro),
    remaining: amountText(seen.remaining_micro),
    available: amountText(seen.remaining_micro + bucket.available_micro),
    topped_up: {
      issued: amountText(bucket.issued_micro),
      used: amountText(bucket.used_micro),
      available: amountText(bucket.available_micro),
      expires_at: instantOrNull(bucket.expires_at),
      expired: bucket.is_expired,
      purchased: amountText(seen.topped_up.purchased_micro),
    },
    members: members.map(({ member: { id, email, role, status }, seat }) => ({
      id,
      email,
      role,
      status,
      seat: seat && seatWire(seat, in_force),
    })),
    free_seats: seats.filter(({ member }) => member === null).map((seat) => seatWire(seat, in_force)),
  }
}
