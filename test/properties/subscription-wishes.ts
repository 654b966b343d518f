import { MICRO } from '../../src/core/credits.ts'
import type { SubscriptionModel } from './subscription-model.ts'
import { otherPlans } from './subscription-plans.ts'
import type { ModelPlan, ModelTerms } from './subscription-rules.ts'

/** Of a quantity, three are too few to be charged. */
const SIZES = [100, 250, 300, 5, 100, 250, 77, 3]
export const pick = <T>(from: readonly T[], n: number): T => from[n % from.length] as T

export function termsOf(
  a: number,
  b: number,
  hasSeats: boolean,
  plan: ModelPlan,
  before: ModelTerms | null,
): ModelTerms {
  const size = BigInt(pick(SIZES, b)) * MICRO
  const seats = hasSeats || a % 11 === 0 ? (a % 5) + 1 : 1
  // Mostly by the month that it is now, so that changes take effect at once.
  const interval = a % 4 === 3 ? 'year' : 'month'
  if (before && b % 3 > 0)
    return { plan, seats, size: b % 3 === 1 ? before.size : size, interval: before.interval }
  return { plan, seats, size, interval }
}

/** What of them a change names: mostly everything. */
export function named(terms: ModelTerms, c: number, own: readonly ModelPlan[]): Partial<ModelTerms> {
  const { seats, size, interval } = terms
  const plan = movedFrom(terms, c, own)
  if (plan) return [{ plan, seats }, { plan, size }, { plan }, { plan }][c % 8] ?? { ...terms, plan }
  return [{ seats }, { size }, { interval }][c % 8] ?? terms
}

/** Now and then another plan, mostly one that gives to the same. */
function movedFrom({ plan }: ModelTerms, c: number, own: readonly ModelPlan[]): ModelPlan | null {
  const n = Math.floor(c / 8)
  if (n % 5 < 4) return null
  const others = [...own.slice(-2), ...otherPlans].filter(
    ({ hasSeats }) => hasSeats === plan.hasSeats || n % 7 === 0,
  )
  return pick(others, Math.floor(n / 5))
}

/** The members who must give a seat up, and now and then one more, or one fewer. */
export function demotions(model: SubscriptionModel, seats: number, c: number): readonly string[] {
  const seated = model.sub?.seats.flatMap(({ member }) => member ?? []) ?? []
  const need = Math.max(seated.length - seats, 0) + (c % 7 === 0 ? 1 : c % 7 === 1 ? -1 : 0)
  return need > 0 ? [...seated.slice(c % 3), ...seated].slice(0, Math.min(need, seated.length)) : []
}
