import { formatCredits, MAX_AMOUNT_MICRO } from '../credits.ts'
import { decimalsOf, inSteps, type Minor, stepsOf } from '../money.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { monthsOf } from './calendar.ts'
import type { Extent, Interval, Plan, Terms } from './plan.ts'

/** The most seats that one subscription has. */
export const MAX_SEATS = 10_000

/** What a whole period of this much of the plan costs without taxes, or why the plan doesn't sell it. */
export function priceOf(plan: Plan, terms: Extent): Minor | Refusal {
  const { seats, credits_micro } = terms
  if (!Number.isInteger(seats) || seats < 1 || seats > MAX_SEATS)
    return refuse('seats_out_of_range', `A subscription has from 1 to ${MAX_SEATS} seats.`)
  if (plan.gives_to === 'quantity' && seats !== 1)
    return refuse('seats_out_of_range', `The plan ${plan.id} has no seats, only a quantity.`)
  if (credits_micro <= 0n || credits_micro * BigInt(seats) > MAX_AMOUNT_MICRO)
    return refuse('plan_not_offered', 'That many credits are not sold by subscription.')
  const seat_minor = seatPrice(plan, terms)
  return typeof seat_minor === 'bigint' ? seat_minor * BigInt(seats) : seat_minor
}

function seatPrice(plan: Plan, { credits_micro, interval }: Extent): Minor | Refusal {
  const { pricing } = plan
  if (pricing.by === 'credit') {
    const unit_micro = interval === 'year' ? pricing.year_unit_price_micro : pricing.month_unit_price_micro
    if (unit_micro === null) return notBy(plan, interval)
    // Credits and the price are both millionths.
    const minor = 10n ** BigInt(12 - decimalsOf(plan.currency))
    return stepsOf(credits_micro * unit_micro * BigInt(monthsOf(interval)), minor, plan.currency)
  }
  const size = pricing.sizes.find((one) => one.credits_micro === credits_micro)
  if (!size) {
    const sizes = pricing.sizes.map((one) => formatCredits(one.credits_micro)).join(', ')
    return refuse('plan_not_offered', `The plan ${plan.id} has seats of ${sizes} credits a month.`)
  }
  const said_minor = interval === 'year' ? size.year_minor : size.month_minor
  return said_minor === null ? notBy(plan, interval) : inSteps(said_minor, plan.currency)
}

const notBy = ({ id }: Plan, interval: Interval): Refusal =>
  refuse('plan_not_offered', `The plan ${id} is not sold by the ${interval}.`)

export const sameTerms = (a: Terms, b: Terms): boolean =>
  a.plan === b.plan && a.seats === b.seats && a.credits_micro === b.credits_micro && a.interval === b.interval
