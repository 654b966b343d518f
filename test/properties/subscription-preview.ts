import type { SubscriptionModel } from './subscription-model.ts'
import {
  type Days,
  LEAST,
  MOST,
  type ModelPlan,
  type ModelTerms,
  priceOf,
  same,
  share,
} from './subscription-rules.ts'
import type { ModelSubscription } from './subscription-seats.ts'

/** What a call is refused for; null where it is not. */
export type Told = string | null

export interface ModelPreview {
  readonly kind: 'upgrade' | 'downgrade' | 'cycle_switch' | 'plan_switch' | 'none'
  readonly terms: ModelTerms
  /** What waits for the renewal beside what comes at once. */
  readonly rest: ModelTerms | null
  /** How many members must be named. */
  readonly missing: number
  readonly due: bigint
  readonly credits: bigint
  readonly at: number
  readonly days: Days
}

/** Why the plan doesn't sell it. */
export function unsold(terms: ModelTerms): Told {
  if (terms.seats < 1 || (!terms.plan.hasSeats && terms.seats !== 1)) return 'seats_out_of_range'
  return priceOf(terms) === null ? 'plan_not_offered' : null
}

/** Only to what is still sold, and is for the same; and to what waits already, unless it is named anew. */
const mayMove = ({ terms: { plan: from }, pending }: ModelSubscription, to: ModelPlan, named?: ModelPlan) =>
  from === to ||
  (named === undefined && pending?.terms.plan === to) ||
  (to.isSold && to.hasSeats === from.hasSeats)

/** Nobody can charge so little, or so much, at a renewal. */
export function unpayable({ commitment }: SubscriptionModel, cost: bigint): Told {
  if (commitment !== null || cost === 0n) return null
  return cost < LEAST ? 'amount_too_small' : cost > MOST ? 'plan_not_offered' : null
}

/** Who gives a seat up: whom the call names, or else whom the last one named for as many seats. */
export function leaving({ pending, seats }: ModelSubscription, wanted: number, named: readonly string[]) {
  if (named.length > 0 || pending?.terms.seats !== wanted) return named
  return pending.demote.filter((member) => seats.some((seat) => seat.member === member))
}

/** How many have a seat who would have none, and are not named. */
export function missing(sub: ModelSubscription, wanted: number, named: readonly string[]): number {
  const seated = sub.seats.filter(({ member }) => member !== null).length
  return sub.hasSeats ? Math.max(seated - new Set(named).size - wanted, 0) : 0
}

/** More of something and less of nothing, for as long as before. */
const comesAtOnce = (a: ModelTerms, b: ModelTerms): boolean =>
  a.interval === b.interval &&
  b.seats >= a.seats &&
  b.size >= a.size &&
  (b.seats > a.seats || b.size > a.size)

/** What a wish is for now and, where that would only wait for what waits already, for the renewal. */
function meant({ terms, pending, ends }: ModelSubscription, wish: Partial<ModelTerms>) {
  const [now, later] = [terms, pending?.terms ?? terms].map((ground) => ({ ...ground, ...wish })) as [
    ModelTerms,
    ModelTerms,
  ]
  if (!pending) return { terms: now, rest: null }
  if (ends) return { terms: now, rest: comesAtOnce(terms, now) && !same(now, later) ? later : null }
  return comesAtOnce(terms, now) && !comesAtOnce(terms, later)
    ? { terms: now, rest: later }
    : { terms: later, rest: null }
}

/** What a change would do. What it leaves out stays as it is, or as it waits to be. */
export function previews(
  model: SubscriptionModel,
  wish: Partial<ModelTerms>,
  now: number,
): ModelPreview | string {
  model.tick(now)
  const { sub } = model
  if (sub?.status !== 'active') return 'subscription_not_active'
  const { terms, rest } = meant(sub, wish)
  if (!mayMove(sub, terms.plan, wish.plan)) return 'plan_not_offered'
  const refused = unsold(terms) ?? (sub.hasSeats || terms.seats === 1 ? null : 'seats_out_of_range')
  const unsoldThen = refused ?? (rest && unsold(rest))
  if (unsoldThen) return unsoldThen
  const days = model.daysOf(sub, now)
  const nothing = { terms, rest, missing: 0, due: 0n, credits: 0n, days: days.month }
  if (same(sub.terms, terms)) return { kind: 'none', ...nothing, at: now }
  const isLess = terms.seats < sub.terms.seats || terms.size < sub.terms.size
  const isMore = comesAtOnce(sub.terms, terms)
  if (sub.ends && !isMore) return 'subscription_ends'
  const unpaid = unpayable(model, priceOf(terms) ?? 0n) ?? (rest && unpayable(model, priceOf(rest) ?? 0n))
  if (unpaid) return unpaid
  const lacking = missing(sub, terms.seats, leaving(sub, terms.seats, []))
  const waits = { ...nothing, missing: lacking, at: model.periodEnd(sub) }
  if (sub.terms.interval !== terms.interval) return { kind: 'cycle_switch', ...waits }
  if (!isMore) return { kind: isLess ? 'downgrade' : 'plan_switch', ...waits }
  const [before, then] = [priceOf(sub.terms) ?? 0n, priceOf(terms) ?? 0n]
  const due = share(then, days.period) - share(before, days.period)
  const more = BigInt(sub.terms.seats) * share(terms.size - sub.terms.size, days.month)
  const added = BigInt(terms.seats - sub.terms.seats) * share(terms.size, days.month)
  return {
    kind: 'upgrade',
    terms,
    rest,
    missing: 0,
    due: due <= 0n ? 0n : due < LEAST && model.commitment === null ? LEAST : due,
    credits: more + added,
    at: now,
    days: days.month,
  }
}
