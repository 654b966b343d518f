import Type, { type Static, type TObject, type TProperties } from 'typebox'
import type { Instant } from '../../../core/instant.ts'
import type { Page, Registry } from '../../../core/ports.ts'
import { creditsEnd, monthStart, periodEnd } from '../../../core/subscriptions/calendar.ts'
import { outlook, planAhead } from '../../../core/subscriptions/outlook.ts'
import { intervals, type Plan, type Terms } from '../../../core/subscriptions/plan.ts'
import {
  collections,
  type Subscription,
  subscriptionStatuses,
} from '../../../core/subscriptions/subscription.ts'
import { amountText, instantOrNull, instantText } from '../convert.ts'
import { Money, moneyText } from '../convert-money.ts'
import { InstantOut, NullableInstant, NullableText } from '../fields.ts'
import { pageOf } from '../page.ts'
import { GivesTo } from './convert-plan.ts'

export const Interval = Type.Enum([...intervals])
export const Status = Type.Enum([...subscriptionStatuses])

export const termsFields = {
  plan: Type.String(),
  seats: Type.Integer(),
  credits_per_seat: Type.String({ description: 'Of each seat, every month, on a yearly subscription too.' }),
  interval: Interval,
}

export const termsWire = ({ plan, seats, credits_micro, interval }: Terms) => ({
  plan,
  seats,
  credits_per_seat: amountText(credits_micro),
  interval,
})

const nullableOf = <P extends TProperties>(properties: P, description: string) =>
  Type.Unsafe<Static<TObject<P>> | null>({
    ...Type.Object(properties),
    type: ['object', 'null'],
    description,
  })

const Pending = nullableOf(
  { ...termsFields, demote: Type.Array(Type.String()), effective_at: InstantOut },
  'What changes at the next renewal, and which members give their seats up then.',
)

const Bill = nullableOf(
  {
    purchase: Type.String(),
    kind: Type.Enum(['start', 'renewal', 'change']),
    ...termsFields,
    made_at: InstantOut,
  },
  'What is being paid just now, and what is in force once it is: the purchase says how far it is.',
)

export const SubscriptionWire = Type.Object(
  {
    id: Type.String(),
    account: Type.String(),
    credit_type: Type.String(),
    currency: Type.String(),
    gives_to: GivesTo,
    collection: Type.Enum([...collections]),
    status: Status,
    ...termsFields,
    bonus: Type.String({ description: 'What each seat got above that in its first month.' }),
    started_at: NullableInstant,
    period_starts_at: NullableInstant,
    period_ends_at: NullableInstant,
    month_starts_at: NullableInstant,
    month_ends_at: NullableInstant,
    resets_at: NullableInstant,
    renews_at: NullableInstant,
    next_charge: Money,
    pending: Pending,
    cancel_at_period_end: Type.Boolean(),
    ends_at: NullableInstant,
    bill: Bill,
    attempts: Type.Integer({ description: 'How often the present renewal was tried in vain.' }),
    next_attempt_at: NullableInstant,
    member: NullableText,
    dialect: Type.String(),
    canceled_at: NullableInstant,
    created_at: InstantOut,
    updated_at: InstantOut,
  },
  { title: 'Subscription' },
)
type SubscriptionWire = Static<typeof SubscriptionWire>

/** `plan` is the one that its next bill is for. */
export function subscriptionWire(
  subscription: Subscription,
  plan: Plan | null,
  now: Instant,
): SubscriptionWire {
  const { currency, pending, bill, status, due_at, cancel_at_period_end } = subscription
  const { reset_at, renews_at, next_charge_minor } = outlook(subscription, plan, now)
  const dates = datesOf(subscription)
  // An invoice that is overdue is paid by somebody, and not tried again.
  const isRetried = subscription.attempts > 0 || subscription.collection !== 'send_invoice'
  const triesAgain = status === 'past_due' && !bill && !cancel_at_period_end && isRetried
  return {
    id: subscription.id,
    account: subscription.account,
    credit_type: subscription.credit_type,
    currency,
    gives_to: subscription.gives_to,
    collection: subscription.collection,
    status,
    ...termsWire(subscription.terms),
    bonus: amountText(subscription.bonus_micro),
    started_at: instantOrNull(subscription.started_at),
    ...dates,
    resets_at: instantOrNull(reset_at),
    renews_at: instantOrNull(renews_at),
    next_charge: moneyText(next_charge_minor, currency),
    pending: pending && {
      ...termsWire(pending.terms),
      demote: [...pending.demote],
      effective_at: instantText(periodEnd(subscription)),
    },
    cancel_at_period_end,
    ends_at: instantOrNull(endsAt(subscription)),
    bill: bill && {
      purchase: bill.purchase,
      kind: bill.kind,
      ...termsWire(bill.terms),
      made_at: instantText(bill.made_at),
    },
    attempts: subscription.attempts,
    next_attempt_at: instantOrNull(triesAgain ? due_at : null),
    member: subscription.member,
    dialect: subscription.dialect,
    canceled_at: instantOrNull(subscription.canceled_at),
    created_at: instantText(subscription.created_at),
    updated_at: instantText(subscription.updated_at),
  }
}

/** The period that was paid last, and the month whose credits were given last. */
function datesOf(subscription: Subscription) {
  const { started_at, period_month, month } = subscription
  if (started_at === null)
    return { period_starts_at: null, period_ends_at: null, month_starts_at: null, month_ends_at: null }
  return {
    period_starts_at: instantText(monthStart(started_at, period_month)),
    period_ends_at: instantText(periodEnd(subscription)),
    month_starts_at: instantText(monthStart(started_at, month)),
    month_ends_at: instantText(creditsEnd(subscription)),
  }
}

function endsAt(subscription: Subscription): Instant | null {
  const { status, canceled_at, cancel_at_period_end, started_at } = subscription
  if (status === 'canceled') return canceled_at
  return cancel_at_period_end && started_at !== null ? periodEnd(subscription) : null
}

/** With what its next bill comes to, which the plan of that says. */
export const subscriptionAnswer = async (
  registry: Pick<Registry, 'plan'>,
  subscription: Subscription,
  now: Instant,
): Promise<SubscriptionWire> =>
  subscriptionWire(subscription, await registry.plan(planAhead(subscription)), now)

export async function subscriptionsPage(
  registry: Pick<Registry, 'plan'>,
  page: Page<Subscription>,
  now: Instant,
) {
  const ids = [...new Set(page.items.map(planAhead))]
  const plans = new Map(await Promise.all(ids.map(async (id) => [id, await registry.plan(id)] as const)))
  return pageOf(page, (one) => subscriptionWire(one, plans.get(planAhead(one)) ?? null, now))
}
