import { type Fault, formatCredits, MAX_AMOUNT_MICRO } from '../credits.ts'
import type { Plan, PlanPricing, SeatSize } from './plan.ts'

/** The most sizes that one plan has. */
export const MAX_SIZES = 50

/** The longest that an invoice may stay unpaid. */
export const MAX_DAYS_UNTIL_DUE = 365

export const USUAL_DAYS_UNTIL_DUE = 30

/** What is wrong with a new plan's pricing, if anything is. */
export function checkPricing(pricing: PlanPricing): Fault | null {
  if (pricing.by === 'size') return checkSizes(pricing.sizes)
  return checkPrices([pricing.month_unit_price_micro, pricing.year_unit_price_micro])
}

function checkSizes(sizes: readonly SeatSize[]): Fault | null {
  if (sizes.length === 0) return { fault: 'there must be a size' }
  if (sizes.length > MAX_SIZES) return { fault: `there must be at most ${MAX_SIZES} sizes` }
  if (sizes.some(({ credits_micro }) => credits_micro <= 0n))
    return { fault: 'a size must have more than no credits' }
  if (sizes.some(({ credits_micro }) => credits_micro > MAX_AMOUNT_MICRO))
    return { fault: `a size must have at most ${formatCredits(MAX_AMOUNT_MICRO)} credits` }
  if (new Set(sizes.map(({ credits_micro }) => credits_micro)).size < sizes.length)
    return { fault: 'each size must be there once' }
  for (const { month_minor, year_minor } of sizes) {
    const wrong = checkPrices([month_minor, year_minor])
    if (wrong) return wrong
  }
  return null
}

function checkPrices(prices: readonly (bigint | null)[]): Fault | null {
  const said = prices.filter((price) => price !== null)
  if (said.length === 0) return { fault: 'there must be a price for the month or for the year' }
  return said.some((price) => price < 0n) ? { fault: 'it must not cost less than nothing' } : null
}

/** The same of what else there is to say of a plan. */
export function checkTerms({
  bonus_micro,
  days_until_due,
}: Pick<Plan, 'bonus_micro' | 'days_until_due'>): Fault | null {
  if (bonus_micro < 0n) return { fault: 'a bonus must not be below zero' }
  if (bonus_micro > MAX_AMOUNT_MICRO)
    return { fault: `a bonus must be at most ${formatCredits(MAX_AMOUNT_MICRO)} credits` }
  if (!Number.isInteger(days_until_due) || days_until_due < 1 || days_until_due > MAX_DAYS_UNTIL_DUE)
    return { fault: `an invoice must be due within 1 to ${MAX_DAYS_UNTIL_DUE} days` }
  return null
}
