import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Minor, PriceMicro } from '../money.ts'

/** How often a subscription is billed. Credits come every month, on a yearly one too. */
export type Interval = 'month' | 'year'
export const intervals = ['month', 'year'] as const

/** A size of seat that is sold: so many credits a month at a price a period. A null price: not sold by that interval. */
export interface SeatSize {
  readonly credits_micro: Micro
  readonly month_minor: Minor | null
  readonly year_minor: Minor | null
}

/**
 * How a plan says what a seat costs. `size`: by sizes, each at its price. `credit`: any number of credits, at a price
 * for each credit of a month.
 */
export type PlanPricing =
  | { readonly by: 'size'; readonly sizes: readonly SeatSize[] }
  | {
      readonly by: 'credit'
      readonly month_unit_price_micro: PriceMicro | null
      /** For each credit of a month, where the year is paid at once. */
      readonly year_unit_price_micro: PriceMicro | null
    }

/**
 * What is subscribed to: seats that each grant credits of a type every month. It never changes; a new one takes its
 * place, and whoever has the old one can be moved to it.
 */
export interface Plan {
  readonly id: string
  readonly name: string
  readonly credit_type: string
  readonly currency: string
  /**
   * `seats`: each seat belongs to a member, whose usage alone draws on it. `quantity`: one lot of credits a month for
   * the whole account, whose size is the quantity.
   */
  readonly gives_to: 'seats' | 'quantity'
  readonly pricing: PlanPricing
  /** What each seat gets above its size in the first credit month. */
  readonly bonus_micro: Micro
  /** How long an invoice that is sent may stay unpaid. */
  readonly days_until_due: number
  readonly created_at: Instant
  /** From then on nobody can subscribe to it. */
  readonly archived_at: Instant | null
}

/** How many seats, of what size, and how often they are billed. */
export interface Extent {
  readonly seats: number
  /** For each seat and month. */
  readonly credits_micro: Micro
  readonly interval: Interval
}

/** What a subscription is for, and what a change asks for: so much of a plan, which says what it costs. */
export interface Terms extends Extent {
  readonly plan: string
}

/** What was kept before a subscription could be moved doesn't name a plan: it is the subscription's own. */
export const inPlan = (plan: string, terms: Extent): Terms => ({ plan, ...terms })
