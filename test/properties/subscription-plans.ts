import { MICRO } from '../../src/core/credits.ts'
import type { Extent, Plan, Terms } from '../../src/core/subscriptions/plan.ts'
import type { ModelPlan, ModelTerms } from './subscription-rules.ts'

export const TYPE = 'seat_credits'

/** What the model says, as the code says it. */
export const termsOf = ({ seats, size, interval }: ModelTerms): Extent => ({
  seats,
  credits_micro: size,
  interval,
})

export const partOf = ({ plan, seats, size, interval }: Partial<ModelTerms>): Partial<Terms> => ({
  ...(plan !== undefined && { plan: plan.id }),
  ...(seats !== undefined && { seats }),
  ...(size !== undefined && { credits_micro: size }),
  ...(interval !== undefined && { interval }),
})

type Sizes = Record<number, readonly [month: bigint, year: bigint | null]>

/** Prices at which shares don't come out even; a size that costs nothing, and a larger one that costs less. */
const sizes: Sizes = { 5: [0n, 0n], 100: [1999n, 19_990n], 250: [4501n, 44_999n], 300: [4400n, null] }

/** The same at other prices, for the most part; not each size is there, and a larger one costs less than the usual one. */
const otherSizes: Sizes = { 100: [2333n, 19_001n], 250: [3999n, null], 400: [9000n, 90_000n] }

const usual = { credit_type: TYPE, currency: 'usd', days_until_due: 30, created_at: 0, archived_at: null }

/** What is sold to one account alone. */
const ownSizes: Sizes = { 100: [2111n, 20_111n], 250: [4777n, null], 300: [5003n, 50_009n] }

const bySizes = (id: string, sold: Sizes): Plan => ({
  ...usual,
  id,
  name: id,
  gives_to: 'seats',
  pricing: {
    by: 'size',
    sizes: Object.entries(sold).map(([size, [month_minor, year_minor]]) => ({
      credits_micro: BigInt(size) * MICRO,
      month_minor,
      year_minor,
    })),
  },
  bonus_micro: id === 'bonus' ? 33_333_333n : 0n,
})

const byCredit: Plan = {
  ...usual,
  id: 'quantity',
  name: 'quantity',
  gives_to: 'quantity',
  pricing: { by: 'credit', month_unit_price_micro: 123_457n, year_unit_price_micro: 99_999n },
  bonus_micro: 0n,
}

const byMonth: Plan = {
  ...byCredit,
  id: 'bulk',
  name: 'bulk',
  pricing: { by: 'credit', month_unit_price_micro: 99_001n, year_unit_price_micro: null },
}

export const ownPlan = (id: string): Plan => bySizes(id, ownSizes)

export const plans: readonly Plan[] = [
  bySizes('plain', sizes),
  bySizes('bonus', sizes),
  byCredit,
  bySizes('other', otherSizes),
  { ...bySizes('gone', sizes), archived_at: 1 },
  byMonth,
]

const ofSizes =
  (sold: Sizes): ModelPlan['price'] =>
  (size, interval) => {
    const found = sold[Number(size / MICRO)]
    return (interval === 'year' ? found?.[1] : found?.[0]) ?? null
  }

/** Millionths of a credit at millionths of a dollar, in cents. */
const ofCredits = (size: bigint, unit_price: bigint): bigint =>
  (size * unit_price + 5_000_000_000n) / 10_000_000_000n

const withSeats = { bonus: 0n, hasSeats: true, isSold: true }
const without = { ...withSeats, hasSeats: false }
const bonus = 33_333_333n

/** The same plans as the model knows them: those that walks begin. */
export const modelPlans: readonly ModelPlan[] = [
  { ...withSeats, id: 'plain', price: ofSizes(sizes) },
  { ...withSeats, id: 'bonus', bonus, price: ofSizes(sizes) },
  {
    ...without,
    id: 'quantity',
    price: (size, interval) => ofCredits(size, interval === 'year' ? 12n * 99_999n : 123_457n),
  },
]

/** A plan that may be archived, because one walk alone is about it. */
export const ownModelPlan = (id: string): ModelPlan => ({ ...withSeats, id, price: ofSizes(ownSizes) })

/** What they are moved to, the others among them. */
export const otherPlans: readonly ModelPlan[] = [
  { ...withSeats, id: 'other', price: ofSizes(otherSizes) },
  { ...withSeats, id: 'gone', isSold: false, price: ofSizes(sizes) },
  {
    ...without,
    id: 'bulk',
    price: (size, interval) => (interval === 'year' ? null : ofCredits(size, 99_001n)),
  },
  ...modelPlans,
]
