import Type, { type Static } from 'typebox'
import type { Minor } from '../../../core/money.ts'
import { checkPricing, MAX_SIZES } from '../../../core/subscriptions/check-plan.ts'
import type { Plan, PlanPricing, SeatSize } from '../../../core/subscriptions/plan.ts'
import { type FieldFault, type HttpRefusal, invalid, isAnyRefusal } from '../../../http/refusals.ts'
import { amountOrNull, amountText, instantOrNull, instantText } from '../convert.ts'
import { minorOr, moneyOrNull, NullableMoney } from '../convert-money.ts'
import {
  Amount,
  CreditsIn,
  Id,
  InstantOut,
  MoneyIn,
  NullableAmount,
  NullableInstant,
  strict,
  UnitPriceIn,
} from '../fields.ts'

export const PlanPath = Type.Object({ plan: Id })

const pricings = ['size', 'credit'] as const
export const GivesTo = Type.Enum(['seats', 'quantity'], {
  description:
    "`seats`: each seat is a member's, whose usage alone draws on it. `quantity`: one lot of credits a month for the " +
    'whole account.',
})

const SizeIn = Type.Object(
  { credits: CreditsIn, month_price: Type.Optional(MoneyIn), year_price: Type.Optional(MoneyIn) },
  strict,
)

export const PricingIn = Type.Object(
  {
    by: Type.Enum([...pricings]),
    sizes: Type.Optional(Type.Array(SizeIn, { minItems: 1, maxItems: MAX_SIZES })),
    month_unit_price: Type.Optional(UnitPriceIn),
    year_unit_price: Type.Optional(UnitPriceIn),
  },
  strict,
)
type PricingIn = Static<typeof PricingIn>

/** Which of the other fields there may be depends on what the price goes by. */
const FIELDS = { size: ['sizes'], credit: ['month_unit_price', 'year_unit_price'] } as const

export function planPricing(input: PricingIn, currency: string): PlanPricing | HttpRefusal {
  const own: readonly string[] = FIELDS[input.by]
  const faults = Object.values(FIELDS)
    .flat()
    .filter((field) => input[field] !== undefined && !own.includes(field))
    .map(
      (field): FieldFault => ({
        field: `pricing/${field}`,
        message: `does not go with a price by ${input.by}`,
      }),
    )
  if (input.by === 'size' && input.sizes === undefined)
    faults.push({ field: 'pricing/sizes', message: 'is required by a price by size' })
  if (faults.length > 0) return invalid(faults)
  const pricing = pricingOf(input, currency)
  if (isAnyRefusal(pricing)) return pricing
  const wrong = checkPricing(pricing)
  return wrong ? invalid([{ field: 'pricing', message: `is wrong: ${wrong.fault}` }]) : pricing
}

function pricingOf(input: PricingIn, currency: string): PlanPricing | HttpRefusal {
  if (input.by === 'credit')
    return {
      by: 'credit',
      month_unit_price_micro: input.month_unit_price ?? null,
      year_unit_price_micro: input.year_unit_price ?? null,
    }
  const sizes: SeatSize[] = []
  for (const [i, { credits, month_price, year_price }] of (input.sizes ?? []).entries()) {
    const month_minor = minorOrNone(`pricing/sizes/${i}/month_price`, month_price, currency)
    if (isAnyRefusal(month_minor)) return month_minor
    const year_minor = minorOrNone(`pricing/sizes/${i}/year_price`, year_price, currency)
    if (isAnyRefusal(year_minor)) return year_minor
    sizes.push({ credits_micro: credits, month_minor, year_minor })
  }
  return { by: 'size', sizes }
}

const minorOrNone = (
  field: string,
  money_micro: bigint | undefined,
  currency: string,
): Minor | null | HttpRefusal => (money_micro === undefined ? null : minorOr(field, money_micro, currency))

const PricingWire = Type.Object({
  by: Type.Enum([...pricings]),
  sizes: Type.Optional(
    Type.Array(Type.Object({ credits: Amount, month_price: NullableMoney, year_price: NullableMoney })),
  ),
  month_unit_price: Type.Optional(NullableAmount),
  year_unit_price: Type.Optional(NullableAmount),
})

export const PlanWire = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    credit_type: Type.String(),
    currency: Type.String(),
    gives_to: GivesTo,
    pricing: PricingWire,
    bonus: Amount,
    days_until_due: Type.Integer(),
    created_at: InstantOut,
    archived_at: NullableInstant,
  },
  { title: 'Plan' },
)

export const planWire = (plan: Plan): Static<typeof PlanWire> => ({
  id: plan.id,
  name: plan.name,
  credit_type: plan.credit_type,
  currency: plan.currency,
  gives_to: plan.gives_to,
  pricing: pricingWire(plan),
  bonus: amountText(plan.bonus_micro),
  days_until_due: plan.days_until_due,
  created_at: instantText(plan.created_at),
  archived_at: instantOrNull(plan.archived_at),
})

function pricingWire({ pricing, currency }: Plan): Static<typeof PricingWire> {
  if (pricing.by === 'credit')
    return {
      by: 'credit',
      month_unit_price: amountOrNull(pricing.month_unit_price_micro),
      year_unit_price: amountOrNull(pricing.year_unit_price_micro),
    }
  return {
    by: 'size',
    sizes: pricing.sizes.map(({ credits_micro, month_minor, year_minor }) => ({
      credits: amountText(credits_micro),
      month_price: moneyOrNull(month_minor, currency),
      year_price: moneyOrNull(year_minor, currency),
    })),
  }
}
