import Type, { type Static } from 'typebox'
import type { Minor } from '../../../core/money.ts'
import { checkPrice } from '../../../core/pricing/check-price.ts'
import type { Price, PriceScheme } from '../../../core/pricing/price.ts'
import { type FieldFault, type HttpRefusal, invalid, isAnyRefusal } from '../../../http/refusals.ts'
import { amountOrNull, amountText, instantOrNull, instantText } from '../convert.ts'
import { Money, minorOr, moneyText } from '../convert-money.ts'
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

export const PricePath = Type.Object({ price: Id })

export const Scheme = Type.Enum(['unit', 'bundle', 'volume'])

const TierIn = Type.Object({ up_to: Type.Optional(CreditsIn), unit_price: UnitPriceIn }, strict)

export const termsIn = {
  scheme: Scheme,
  unit_price: Type.Optional(UnitPriceIn),
  pack_size: Type.Optional(CreditsIn),
  pack_price: Type.Optional(MoneyIn),
  tiers: Type.Optional(Type.Array(TierIn, { minItems: 1, maxItems: 50 })),
}

const TermsIn = Type.Object(termsIn)
type TermsIn = Static<typeof TermsIn>

/** Which of the fields a scheme has depends on the scheme: all of its own, and no others. */
const FIELDS = { unit: ['unit_price'], bundle: ['pack_size', 'pack_price'], volume: ['tiers'] } as const

export function priceTerms(input: TermsIn, currency: string): PriceScheme | HttpRefusal {
  const { scheme, pack_price } = input
  const own: readonly [string, ...string[]] = FIELDS[scheme]
  const faults = Object.values(FIELDS)
    .flat()
    .flatMap((field): FieldFault[] => {
      const given = input[field] !== undefined
      if (given === own.includes(field)) return []
      const message = given ? `does not go with the scheme ${scheme}` : `is required by the scheme ${scheme}`
      return [{ field, message }]
    })
  if (faults.length > 0) return invalid(faults)
  const pack_price_minor = minorOr('pack_price', pack_price ?? 0n, currency)
  if (isAnyRefusal(pack_price_minor)) return pack_price_minor
  const terms = schemeOf(input, pack_price_minor)
  const wrong = checkPrice(terms)
  return wrong ? invalid([{ field: own[0], message: `is wrong: ${wrong.fault}` }]) : terms
}

function schemeOf({ scheme, ...fields }: TermsIn, pack_price_minor: Minor): PriceScheme {
  const { unit_price = 0n, pack_size = 0n, tiers = [] } = fields
  switch (scheme) {
    case 'unit':
      return { scheme, unit_price_micro: unit_price }
    case 'bundle':
      return { scheme, pack_size_micro: pack_size, pack_price_minor }
    case 'volume':
      return {
        scheme,
        tiers: tiers.map((tier) => ({ up_to_micro: tier.up_to ?? null, unit_price_micro: tier.unit_price })),
      }
  }
}

export const PriceWire = Type.Object(
  {
    id: Type.String(),
    credit_type: Type.String(),
    currency: Type.String(),
    scheme: Scheme,
    unit_price: Type.Optional(Amount),
    pack_size: Type.Optional(Amount),
    pack_price: Type.Optional(Money),
    tiers: Type.Optional(Type.Array(Type.Object({ up_to: NullableAmount, unit_price: Amount }))),
    created_at: InstantOut,
    archived_at: NullableInstant,
  },
  { title: 'Price' },
)

export const priceWire = ({
  id,
  credit_type,
  currency,
  terms,
  ...price
}: Price): Static<typeof PriceWire> => ({
  id,
  credit_type,
  currency,
  ...termsWire(terms, currency),
  created_at: instantText(price.created_at),
  archived_at: instantOrNull(price.archived_at),
})

function termsWire(terms: PriceScheme, currency: string) {
  const { scheme } = terms
  switch (scheme) {
    case 'unit':
      return { scheme, unit_price: amountText(terms.unit_price_micro) }
    case 'bundle':
      return {
        scheme,
        pack_size: amountText(terms.pack_size_micro),
        pack_price: moneyText(terms.pack_price_minor, currency),
      }
    case 'volume':
      return {
        scheme,
        tiers: terms.tiers.map(({ up_to_micro, unit_price_micro }) => ({
          up_to: amountOrNull(up_to_micro),
          unit_price: amountText(unit_price_micro),
        })),
      }
  }
}
