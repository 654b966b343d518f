import type { Plan, Subscription } from '@scrip/sdk'
import { type Decimal, isZero, microOf, typedAmount } from '../ui/decimal.ts'

export interface Terms {
  readonly plan: string
  readonly seats: number
  readonly credits_per_seat: Decimal
  readonly interval: Subscription['interval']
}

/** What stands in the form, as it is typed. */
export interface TypedTerms {
  readonly plan: string
  readonly seats: string
  readonly credits: string
  readonly interval: Terms['interval']
}

export const typed = ({ plan, seats, credits_per_seat, interval }: Terms): TypedTerms => ({
  plan,
  seats: String(seats),
  credits: credits_per_seat,
  interval,
})

/** Null where it is not yet a thing to ask for. */
export function termsOf({ plan, seats, credits, interval }: TypedTerms): Terms | null {
  const credits_per_seat = creditsOf(credits)
  if (!isCount(seats) || credits_per_seat === null) return null
  return { plan, seats: Number(seats), credits_per_seat, interval }
}

const isCount = (seats: string): boolean => /^\d{1,6}$/.test(seats.trim()) && Number(seats) >= 1

function creditsOf(text: string): Decimal | null {
  const credits = typedAmount(text)
  return credits === null || isZero(credits) ? null : credits
}

export type Faults = Readonly<Record<'seats' | 'credits', string | null>>

/** What is wrong with which field. One that is still empty is no fault yet. */
export const faultsOf = ({ seats, credits }: TypedTerms): Faults => ({
  seats: seats.trim() === '' || isCount(seats) ? null : 'A whole number from 1 on.',
  credits: credits.trim() === '' || creditsOf(credits) !== null ? null : 'Say how many, such as 250 or 12.5.',
})

export const isSame = (a: Terms, b: Terms): boolean =>
  a.plan === b.plan &&
  a.seats === b.seats &&
  a.interval === b.interval &&
  microOf(a.credits_per_seat) === microOf(b.credits_per_seat)

/**
 * What to ask for so that a subscription has these terms. Only what is to be another is named: the rest stays as it is, and
 * as it is to be where a change waits for the renewal. Who names nothing else than there is wants that in place of it.
 */
export function wishOf(terms: Terms, present: Terms): Partial<Terms> {
  const { plan, seats, credits_per_seat, interval } = terms
  if (isSame(terms, present)) return { plan, seats, credits_per_seat, interval }
  return {
    ...(plan !== present.plan && { plan }),
    ...(seats !== present.seats && { seats }),
    ...(!isSameAmount(credits_per_seat, present.credits_per_seat) && { credits_per_seat }),
    ...(interval !== present.interval && { interval }),
  }
}

/** By which intervals a plan is sold at all. */
export function intervalsOf({ pricing }: Plan): readonly Terms['interval'][] {
  const sizes = pricing.sizes ?? []
  const month = pricing.month_unit_price ?? sizes.find(({ month_price }) => month_price !== null)
  const year = pricing.year_unit_price ?? sizes.find(({ year_price }) => year_price !== null)
  return [...(month ? (['month'] as const) : []), ...(year ? (['year'] as const) : [])]
}

/** What a subscription to a plan can be moved to: its own plan, and those that are sold for the same credits. */
export const fitting = (plans: readonly Plan[], own: Plan): readonly [Plan, ...Plan[]] => [
  own,
  ...plans.filter(
    ({ id, archived_at, credit_type, currency, gives_to }) =>
      id !== own.id &&
      archived_at === null &&
      credit_type === own.credit_type &&
      currency === own.currency &&
      gives_to === own.gives_to,
  ),
]

/** The same of another plan, or what it sells instead. */
export function movedTo(plan: Plan, terms: TypedTerms): TypedTerms {
  const intervals = intervalsOf(plan)
  const interval = intervals.includes(terms.interval) ? terms.interval : (intervals[0] ?? terms.interval)
  const moved = { ...terms, plan: plan.id, interval }
  const { sizes } = plan.pricing
  if (!sizes) return moved
  const sold = sizes.filter((size) => size[interval === 'year' ? 'year_price' : 'month_price'] !== null)
  const same = sold.find(({ credits }) => isSameAmount(credits, terms.credits))
  return { ...moved, credits: (same ?? sold[0] ?? sizes[0])?.credits ?? terms.credits }
}

export const isSameAmount = (a: string, b: string): boolean =>
  /^[\d.]+$/.test(a) && /^[\d.]+$/.test(b) && microOf(a) === microOf(b)

/** The first size that is sold by the interval, or what is easily changed. */
export function firstTerms(plan: Plan): TypedTerms {
  const first = movedTo(plan, { plan: plan.id, seats: '1', credits: '', interval: 'month' })
  return { ...first, credits: first.credits || '100' }
}
