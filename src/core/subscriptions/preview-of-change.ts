import type { Account } from '../accounts/account.ts'
import { noAccount } from '../accounts/not-found.ts'
import type { Instant } from '../instant.ts'
import type { Buying } from '../purchases/buying.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { advance } from './advance.ts'
import { demotedBy, missingDemotions } from './check-demotions.ts'
import { checkPrice } from './check-price.ts'
import { noPlan } from './not-found.ts'
import type { Plan, Terms } from './plan.ts'
import { chargeable, type Preview, previewChange } from './preview.ts'
import type { Seat } from './seat.ts'
import type { Subscription } from './subscription.ts'

/** What a change is decided on. */
export interface Met {
  readonly subscription: Subscription
  readonly seats: readonly Seat[]
  readonly plan: Plan
  readonly account: Account
}

export async function meet(
  buying: Buying,
  account: string,
  id: string,
  now: Instant,
): Promise<Met | Refusal> {
  const subscription = await advance(buying, account, id, now)
  if (isRefusal(subscription)) return subscription
  if (subscription.status !== 'active')
    return refuse(
      'subscription_not_active',
      `The subscription ${id} is ${subscription.status}. ${whatFirst[subscription.status]}`,
    )
  const { registry } = buying.store
  const [plan, payer, seats] = await Promise.all([
    registry.plan(subscription.plan),
    registry.account(account),
    registry.seats(account, id),
  ])
  if (!payer) return noAccount(account)
  return plan ? { subscription, seats, plan, account: payer } : noPlan(subscription.plan)
}

const whatFirst = {
  incomplete: 'Pay its first bill, or begin another.',
  past_due: 'Pay what is due first.',
  canceled: 'Begin a new one.',
} as const

/** What the request would do. Changes nothing but to bring the subscription to the present. */
export async function previewOf(
  buying: Buying,
  wish: { readonly account: string; readonly subscription: string; readonly terms: Partial<Terms> },
  now: Instant,
): Promise<Preview | Refusal> {
  const met = await meet(buying, wish.account, wish.subscription, now)
  if (isRefusal(met)) return met
  return previewed(buying, met, wish.terms, now)
}

/** What is to end has no renewal at which anything could change. */
export function previewed(
  { payments }: Pick<Buying, 'payments'>,
  { plan, subscription, seats, account }: Met,
  wanted: Partial<Terms>,
  now: Instant,
): Preview | Refusal {
  const preview = previewChange(plan, subscription, { ...groundOf(subscription), ...wanted }, now)
  if (isRefusal(preview) || preview.kind === 'none') return preview
  if (subscription.cancel_at_period_end && !preview.immediate)
    return refuse(
      'subscription_ends',
      `The subscription ${subscription.id} ends with its period. Have it go on first, and change it then.`,
    )
  const unfit = checkPrice(preview, account, payments)
  if (unfit) return unfit
  const { seats: wantedSeats } = preview.terms
  const demoted = demotedBy(subscription, seats, wantedSeats, [])
  const demotions_required = preview.immediate
    ? 0
    : missingDemotions(subscription, seats, wantedSeats, demoted)
  const told = { ...preview, demotions_required }
  // Only who moves money has a least amount.
  return account.pays_with === 'commitment' ? told : chargeable(told, payments.least(plan.currency))
}

/** What a change leaves out stays as it is, or as it is to be from the renewal on, where there is one. */
const groundOf = ({ terms, pending, cancel_at_period_end }: Subscription): Terms =>
  pending && !cancel_at_period_end ? pending.terms : terms
