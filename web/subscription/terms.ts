import type { Plan, Subscription } from '@scrip/sdk'
import { type Decimal, isZero, microOf, typedAmount } from '../ui/decimal.ts'

export interface Terms {
  readonly seats: number
  readonly credits_per_seat: Decimal
  readonly interval: Subscription['interval']
}

/** What stands in the form, as it is typed. */
export interface TypedTerms {
  readonly seats: string
  readonly credits: string
  readonly interval: Terms['interval']
}

export const typed = ({ seats, credits_per_seat, interval }: Terms): TypedTerms => ({
  seats: String(seats),
  credits: credits_per_seat,
  interval,
})

/** Null where it is not yet a thing to ask for. */
export function termsOf({ seats, credits, interval }: TypedTerms): Terms | null {
  const credits_per_seat = creditsOf(credits)
  if (!isCount(seats) || credits_per_seat === null) return null
  return { seats: Number(seats), credits_per_seat, interval }
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
  a.seats === b.seats &&
  a.interval === b.interval &&
  microOf(a.credits_per_seat) === microOf(b.credits_per_seat)

/** By which intervals a plan is sold at all. */
export function intervalsOf({ pricing }: Plan): readonly Terms['interval'][] {
  const sizes = pricing.sizes ?? []
  const month = pricing.month_unit_price ?? sizes.find(({ month_price }) => month_price !== null)
  const year = pricing.year_unit_price ?? sizes.find(({ year_price }) => year_price !== null)
  return [...(month ? (['month'] as const) : []), ...(year ? (['year'] as const) : [])]
}

export function firstTerms(plan: Plan): TypedTerms {
  const interval = intervalsOf(plan)[0] ?? 'month'
  return { seats: '1', credits: plan.pricing.sizes?.[0]?.credits ?? '100', interval }
}
