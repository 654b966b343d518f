import Type, { type Static } from 'typebox'
import { periodEnd } from '../../core/subscriptions/calendar.ts'
import type { MemberUse, Overview } from '../../core/subscriptions/overview.ts'
import {
  collections,
  type PendingChange,
  type Subscription,
  subscriptionStatuses,
} from '../../core/subscriptions/subscription.ts'
import { ExactNumber, exactNumber } from '../exact-number.ts'
import { instantText, minorNumber, moneyText } from './convert.ts'
import { PaymentMethodWire } from './convert-payment-method.ts'
import { termsFields, termsWire } from './convert-terms.ts'

const Moment = Type.String({ format: 'date-time' })

const Pending = Type.Object(
  {
    ...termsFields,
    demote_member_emails: Type.Array(Type.String(), { description: 'Who give their seat up then.' }),
    effective_at: Moment,
  },
  { title: 'NeoPendingChange' },
)

const SeatUsage = Type.Object(
  {
    email: Type.Optional(Type.String()),
    seat_status: Type.Enum(['premium', 'non_premium', 'pending'], {
      description: '`pending`: was invited, and has a seat.',
    }),
    allotment: ExactNumber('What the seat was given this credit month.'),
    used: ExactNumber('Of that used, or set aside by work under way; also by who had the seat before.'),
    remaining: ExactNumber(),
  },
  { title: 'NeoSeatUsage' },
)

const Plan = Type.Object({ collection_method: Type.Enum([...collections]), ...termsFields })

export const OverviewWire = Type.Object(
  {
    has_subscription: Type.Boolean(),
    status: Type.Optional(Type.Enum([...subscriptionStatuses])),
    plan: Type.Optional(Plan),
    pending_change: Type.Optional(Pending),
    per_seat_usage: Type.Optional(Type.Array(SeatUsage, { description: 'One for each member of the team.' })),
    cancel_at_period_end: Type.Optional(Type.Boolean()),
    subscription_credits: Type.Optional(ExactNumber('What all seats together are given every month.')),
    subscription_used: Type.Optional(ExactNumber('Of what they were given this credit month.')),
    subscription_remaining: Type.Optional(ExactNumber()),
    discount_credits: Type.Optional(ExactNumber('What the seats have above their size, in the first month.')),
    next_charge_cents: Type.Optional(
      Type.Integer({ description: 'The next bill without taxes, pending changes included.' }),
    ),
    next_charge_display: Type.Optional(Type.String()),
    renews_at: Type.Optional(Moment),
    reset_at: Type.Optional(Moment),
    topup_credits: ExactNumber('What the top-up bucket counts from.'),
    topup_remaining: ExactNumber(),
    topup_purchased: ExactNumber('For life, without what was given back.'),
    topup_used: ExactNumber('For life: what was purchased and does not remain.'),
    topup_expires_at: Type.Optional(Moment),
    available_credits: ExactNumber('What remains of the seats and of the top-ups together.'),
    used_credits: ExactNumber('Of the seats this credit month, and of the top-ups since the last one.'),
    payment_methods: Type.Optional(Type.Array(PaymentMethodWire)),
  },
  { title: 'NeoSubscription' },
)

type OverviewFields = Static<typeof OverviewWire>

export const overviewWire = (overview: Overview): OverviewFields => {
  const { subscription, bucket, topped_up, used_micro, remaining_micro } = overview
  const { issued_micro, available_micro, expires_at } = bucket
  const { purchased_micro } = topped_up
  const gone_micro = purchased_micro - available_micro
  const lives = subscription !== null && subscription.status !== 'canceled'
  return {
    has_subscription: lives,
    ...(subscription && { status: subscription.status }),
    ...(lives && subscriptionWire(overview, subscription)),
    topup_credits: exactNumber(issued_micro),
    topup_remaining: exactNumber(available_micro),
    topup_purchased: exactNumber(purchased_micro),
    // Credits that were given away are in the bucket too, and nobody purchased them.
    topup_used: exactNumber(gone_micro > 0n ? gone_micro : 0n),
    ...(expires_at !== null && { topup_expires_at: instantText(expires_at) }),
    available_credits: exactNumber(remaining_micro + available_micro),
    used_credits: exactNumber(used_micro + bucket.used_micro),
  }
}

function subscriptionWire(overview: Overview, subscription: Subscription) {
  const { members, in_force, used_micro, remaining_micro, bonus_micro, next_charge_minor } = overview
  const { terms, pending, collection, cancel_at_period_end, currency } = subscription
  const { reset_at, renews_at } = overview
  return {
    plan: { collection_method: collection, ...termsWire(terms) },
    ...(pending && { pending_change: pendingWire(overview, subscription, pending) }),
    per_seat_usage: members.map((use) => seatWire(use, in_force)),
    cancel_at_period_end,
    subscription_credits: exactNumber(BigInt(terms.seats) * terms.credits_micro),
    subscription_used: exactNumber(used_micro),
    subscription_remaining: exactNumber(remaining_micro),
    discount_credits: exactNumber(bonus_micro),
    next_charge_cents: minorNumber(next_charge_minor),
    next_charge_display: moneyText(next_charge_minor, currency),
    ...(renews_at !== null && { renews_at: instantText(renews_at) }),
    ...(reset_at !== null && { reset_at: instantText(reset_at) }),
  }
}

/** A member without an email can't be named here. */
const pendingWire = (
  { members }: Overview,
  subscription: Subscription,
  { terms, demote }: PendingChange,
): Static<typeof Pending> => {
  const demoted = new Set(demote)
  return {
    ...termsWire(terms),
    demote_member_emails: members.flatMap(({ member }) =>
      demoted.has(member.id) ? (member.email ?? []) : [],
    ),
    effective_at: instantText(periodEnd(subscription)),
  }
}

function seatWire({ member, seat }: MemberUse, in_force: boolean): Static<typeof SeatUsage> {
  const { allotment_micro, remaining_micro } =
    seat && in_force ? seat : { allotment_micro: 0n, remaining_micro: 0n }
  const holds = member.status === 'invited' ? 'pending' : 'premium'
  return {
    ...(member.email !== null && { email: member.email }),
    seat_status: seat ? holds : 'non_premium',
    allotment: exactNumber(allotment_micro),
    used: exactNumber(allotment_micro - remaining_micro),
    remaining: exactNumber(remaining_micro),
  }
}
