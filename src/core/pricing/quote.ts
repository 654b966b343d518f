import type { CreditType } from '../catalogue/credit-type.ts'
import { formatCredits, MICRO, type Micro } from '../credits.ts'
import { decimalsOf, inSteps, type Minor, offStep, type PriceMicro, stepsOf } from '../money.ts'
import type { Quote } from '../purchases/buying.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Price, PriceScheme, Tier } from './price.ts'

/** No payment takes more than eight digits. */
export const MAX_PRICE_MINOR: Minor = 99_999_999n

/**
 * What credits of the type cost: at one of its prices, for an amount that the caller names, or at the type's own price
 * for each. Money is rounded once, over the whole amount, half up to the step of its currency.
 */
export function quote(
  type: CreditType,
  price: Price | null,
  credits_micro: Micro,
  amount_minor: Minor | null,
): Quote | Refusal {
  if (price && amount_minor !== null)
    return refuse('price_mismatch', 'Name a price or an amount of money, not both.')
  if (price && price.credit_type !== type.id)
    return refuse('price_mismatch', `The price ${price.id} is not one of ${type.id}.`)
  if (price?.archived_at != null)
    return refuse('price_not_found', `The price ${price.id} is archived: nothing is sold at it any more.`)
  const currency = price?.currency ?? type.currency
  const cost =
    amount_minor === null
      ? costOf(termsOf(type, price), credits_micro, currency)
      : custom(amount_minor, currency)
  if ('refused' in cost) return cost
  if (cost.price_minor <= 0n)
    return refuse(
      'amount_too_small',
      `${formatCredits(credits_micro)} credits cost less than can be charged.`,
    )
  if (cost.price_minor > MAX_PRICE_MINOR)
    return refuse('credits_out_of_range', 'This costs more than can be charged at once. Buy fewer credits.')
  return { credit_type: type.id, credits_micro, currency, ...cost, price: price?.id ?? null }
}

type Cost = Pick<Quote, 'price_minor' | 'unit_price_micro'>

function custom(amount_minor: Minor, currency: string): Cost | Refusal {
  const steps = offStep(amount_minor, currency)
  if (steps) return refuse('price_mismatch', `Amounts of money are charged ${steps}.`)
  return { price_minor: amount_minor, unit_price_micro: null }
}

function termsOf(type: CreditType, price: Price | null): PriceScheme | null {
  if (price) return price.terms
  const { unit_price_micro } = type
  return unit_price_micro === null ? null : { scheme: 'unit', unit_price_micro }
}

function costOf(terms: PriceScheme | null, credits_micro: Micro, currency: string): Cost | Refusal {
  switch (terms?.scheme) {
    case undefined:
      return refuse(
        'not_for_sale',
        'These credits have no price. Give their credit type one, or name a price.',
      )
    case 'unit':
      return each(terms.unit_price_micro, credits_micro, currency)
    case 'volume':
      return each(tierOf(terms.tiers, credits_micro).unit_price_micro, credits_micro, currency)
    case 'bundle': {
      const { pack_size_micro, pack_price_minor } = terms
      if (credits_micro % pack_size_micro !== 0n)
        return refuse(
          'not_a_whole_pack',
          `These credits are sold in packs of ${formatCredits(pack_size_micro)}: buy a multiple of that.`,
        )
      const packs_minor = (credits_micro / pack_size_micro) * pack_price_minor
      return { price_minor: inSteps(packs_minor, currency), unit_price_micro: null }
    }
  }
}

function each(unit_price_micro: PriceMicro, credits_micro: Micro, currency: string): Cost {
  const minor_of_major = 10n ** BigInt(decimalsOf(currency))
  const price_minor = stepsOf(credits_micro * unit_price_micro * minor_of_major, MICRO * MICRO, currency)
  return { price_minor, unit_price_micro }
}

/** The last tier has no end, so there is always one. */
const tierOf = (tiers: readonly Tier[], credits_micro: Micro): Tier =>
  tiers.find(({ up_to_micro }) => up_to_micro === null || credits_micro <= up_to_micro) as Tier
