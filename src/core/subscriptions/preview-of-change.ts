import type { Account } from '../accounts/account.ts'
import { noAccount } from '../accounts/not-found.ts'
import type { Instant } from '../instant.ts'
import type { Buying } from '../purchases/buying.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { advance } from './advance.ts'
import { demotedBy, missingDemotions } from './check-demotions.ts'
import { checkPrice } from './check-price.ts'
import { checkSwitch } from './check-switch.ts'
import { noPlan } from './not-found.ts'
import type { Plan, Terms } from './plan.ts'
import { chargeable, kindOf, type Preview, previewChange } from './preview.ts'
import { priceOf, sameTerms } from './price.ts'
import type { Seat } from './seat.ts'
import type { Subscription } from './subscription.ts'

/** What a change is decided on. */
export interface Met {
  readonly subscription: Subscription
  readonly seats: readonly Seat[]
  /** What is wanted, with what was left out. */
  readonly terms: Terms
  /** The plan that it has, and the one that is wanted. */
  readonly had: Plan
  readonly plan: Plan
  /** What still waits for the renewal beside it, with the part of the wish that changes that, too. */
  readonly rest: Rest | null
  readonly account: Account
}

interface Rest {
  readonly terms: Terms
  readonly plan: Plan
  readonly carries: Partial<Terms>
}

/** A change of a subscription to another plan, of so many seats, of another size or interval. */
export interface ChangeWish {
  readonly account: string
  readonly subscription: string
  /** What is left out stays as it is, and as it is to be from the renewal on. */
  readonly terms: Partial<Terms>
}

export async function meet(
  buying: Buying,
  { account, subscription: id, terms: wanted }: ChangeWish,
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
  const { terms, at_renewal } = meant(subscription, wanted)
  const [had, other, last, payer, seats] = await Promise.all([
    registry.plan(subscription.terms.plan),
    terms.plan === subscription.terms.plan ? null : registry.plan(terms.plan),
    at_renewal && registry.plan(at_renewal.plan),
    registry.account(account),
    registry.seats(account, id),
  ])
  if (!payer) return noAccount(account)
  if (!had) return noPlan(subscription.terms.plan)
  const plan = terms.plan === had.id ? had : other
  if (!plan) return refuse('plan_not_offered', `There is no plan ${terms.plan} to move to.`)
  const rest = at_renewal && last && { terms: at_renewal, plan: last, carries: wanted }
  // What waits already comes also where it is sold no more.
  const isAwaited = wanted.plan === undefined && plan.id === subscription.pending?.terms.plan
  const unfit = isAwaited ? null : checkSwitch(had, plan)
  return unfit ?? { subscription, seats, terms, had, plan, rest, account: payer }
}

const whatFirst = {
  incomplete: 'Pay its first bill, or begin another.',
  past_due: 'Pay what is due first.',
  canceled: 'Begin a new one.',
} as const

/** What the request would do. Changes nothing but to bring the subscription to the present. */
export async function previewOf(buying: Buying, wish: ChangeWish, now: Instant): Promise<Preview | Refusal> {
  const met = await meet(buying, wish, now)
  return isRefusal(met) ? met : previewed(buying, met, now)
}

/** What is to end has no renewal at which anything could change. */
export function previewed(
  { payments }: Pick<Buying, 'payments'>,
  { had, plan, terms, rest, subscription, seats, account }: Met,
  now: Instant,
): Preview | Refusal {
  const change = previewChange(had, plan, subscription, terms, now)
  if (isRefusal(change) || change.kind === 'none') return change
  const preview = rest ? beside(change, rest) : change
  if (isRefusal(preview)) return preview
  if (subscription.cancel_at_period_end && !preview.immediate)
    return refuse(
      'subscription_ends',
      `The subscription ${subscription.id} ends with its period. Have it go on first, and change it then.`,
    )
  const unfit = checkPrice(change, account, payments) ?? checkPrice(preview, account, payments)
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

/** The renewal is for what waits, and must be sold like that. */
function beside(change: Preview, { terms, plan }: Rest): Preview | Refusal {
  const renewal_minor = priceOf(plan, terms)
  return isRefusal(renewal_minor) ? renewal_minor : { ...change, at_renewal: terms, renewal_minor }
}

/**
 * What a change leaves out stays as it is, and as it is to be from the renewal on, where there is one. Where more of what
 * there is now would have to wait only for what waits already, it comes at once, and that waits on beside it. What is to
 * end may still be made to go on, and then it is renewed as it was to be.
 */
function meant(
  { terms, pending, cancel_at_period_end }: Subscription,
  wanted: Partial<Terms>,
): { readonly terms: Terms; readonly at_renewal: Terms | null } {
  const present = { ...terms, ...wanted }
  if (!pending) return { terms: present, at_renewal: null }
  const then = { ...pending.terms, ...wanted }
  const grows = kindOf(terms, present) === 'upgrade'
  if (cancel_at_period_end)
    return { terms: present, at_renewal: grows && !sameTerms(present, then) ? then : null }
  const isMore = grows && kindOf(terms, then) !== 'upgrade'
  return isMore ? { terms: present, at_renewal: then } : { terms: then, at_renewal: null }
}
