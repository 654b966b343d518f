import { MICRO } from '../../src/core/credits.ts'
import type { Plan, Terms } from '../../src/core/subscriptions/plan.ts'
import type { ModelPlan, ModelTerms } from './subscription-rules.ts'

export const TYPE = 'seat_credits'

/** What the model says, as the code says it. */
export const termsOf = ({ seats, size, interval }: ModelTerms): Terms => ({
  seats,
  credits_micro: size,
  interval,
})

export const partOf = ({ seats, size, interval }: Partial<ModelTerms>): Partial<Terms> => ({
  ...(seats !== undefined && { seats }),
  ...(size !== undefined && { credits_micro: size }),
  ...(interval !== undefined && { interval }),
})

type Sizes = Record<number, readonly [month: bigint, year: bigint | null]>

/** Prices at which shares don't come out even; a size that costs nothing, and a larger one that costs less. */
const sizes: Sizes = { 5: [0n, 0n], 100: [1999n, 19_990n], 250: [4501n, 44_999n], 300: [4400n, null] }

const usual = { credit_type: TYPE, currency: 'usd', days_until_due: 30, created_at: 0, archived_at: null }

const seatPlans: readonly Plan[] = ['plain', 'bonus'].map((id) => ({
  ...usual,
  id,
  name: id,
  gives_to: 'seats',
  pricing: {
    by: 'size',
    sizes: Object.entries(sizes).map(([size, [month_minor, year_minor]]) => ({
      credits_micro: BigInt(size) * MICRO,
      month_minor,
      year_minor,
    })),
  },
  bonus_micro: id === 'bonus' ? 33_333_333n : 0n,
}))

const byCredit: Plan = {
  ...usual,
  id: 'quantity',
  name: 'quantity',
  gives_to: 'quantity',
  pricing: { by: 'credit', month_unit_price_micro: 123_457n, year_unit_price_micro: 99_999n },
  bonus_micro: 0n,
}

const bySize: ModelPlan['price'] = (size, interval) => {
  const found = sizes[Number(size / MICRO)]
  return (interval === 'year' ? found?.[1] : found?.[0]) ?? null
}

export const plans: readonly Plan[] = [...seatPlans, byCredit]

/** The same plans as the model knows them. */
export const modelPlans: readonly ModelPlan[] = [
  { id: 'plain', bonus: 0n, hasSeats: true, price: bySize },
  { id: 'bonus', bonus: 33_333_333n, hasSeats: true, price: bySize },
  {
    id: 'quantity',
    bonus: 0n,
    hasSeats: false,
    // Millionths of a credit at millionths of a dollar, in cents.
    price: (size, interval) =>
      (size * (interval === 'year' ? 12n * 99_999n : 123_457n) + 5_000_000_000n) / 10_000_000_000n,
  },
]
