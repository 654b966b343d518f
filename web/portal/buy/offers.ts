import type { CreditType, Price } from '@scrip/sdk'
import { amountText, moneyText, unitPriceText, usualDecimals } from '../../ui/amount-text.ts'
import { type Decimal, microOf, textOf } from '../../ui/decimal.ts'

/** One way in which a credit type is sold: at its own price for each, or at one of its prices. */
export interface Offer {
  readonly key: string
  readonly price: Price | null
  readonly scheme: Price['scheme']
  readonly currency: string
  readonly label: string
  readonly hint: string
}

/** The key of the price that the credit type itself has. */
export const OWN = 'own'

export function offersOf(type: CreditType, prices: readonly Price[]): readonly Offer[] {
  const own: Offer[] =
    type.unit_price === null
      ? []
      : [
          {
            key: OWN,
            price: null,
            scheme: 'unit',
            currency: type.currency,
            label: 'Any amount',
            hint: `${unitPriceText(type.unit_price, type.currency)} each`,
          },
        ]
  return [...own, ...prices.filter(({ credit_type }) => credit_type === type.id).map(offerOf)]
}

function offerOf(price: Price): Offer {
  const { id: key, scheme, currency } = price
  return { key, price, scheme, currency, ...wordsOf(price) }
}

function wordsOf(price: Price): Pick<Offer, 'label' | 'hint'> {
  const { currency, unit_price = '0', pack_size = '1', pack_price = '0', tiers = [] } = price
  switch (price.scheme) {
    case 'unit':
      return { label: 'Any amount', hint: `${unitPriceText(unit_price, currency)} each` }
    case 'bundle':
      return {
        label: `Packs of ${amountText(pack_size)}`,
        hint: `${moneyText(pack_price, currency)} a pack`,
      }
    case 'volume':
      return {
        label: 'Cheaper by volume',
        hint: `From ${unitPriceText(tiers.at(-1)?.unit_price ?? '0', currency)} each`,
      }
  }
}

/** The tier that a whole amount falls into. */
export const tierAt = (tiers: NonNullable<Price['tiers']>, amount: Decimal) =>
  tiers.find(({ up_to }) => up_to === null || microOf(amount) <= microOf(up_to)) ?? null

/** Amounts that people often buy: what about 10, 50, 100 and 500 of the currency come to, as round numbers. */
export function quickAmounts(type: CreditType, { price, currency }: Offer): readonly Decimal[] {
  const each = microOf(price?.unit_price ?? price?.tiers?.[0]?.unit_price ?? type.unit_price ?? '0')
  if (each <= 0n) return []
  const scale = usualDecimals(currency) > 0 ? 1n : 100n
  const amounts = [10n, 50n, 100n, 500n].map((money) => roundNumber((money * scale * 1_000_000n) / each))
  return [...new Set(amounts.filter((amount) => amount > 0n).map((amount) => textOf(amount * 1_000_000n)))]
}

/** The first digit and noughts. */
function roundNumber(whole: bigint): bigint {
  if (whole <= 0n) return 0n
  const unit = 10n ** BigInt(whole.toString().length - 1)
  return (whole / unit) * unit
}

const UNITS: Readonly<Record<string, string>> = { Y: 'year', M: 'month', W: 'week', D: 'day' }

/** `P1Y` is "a year". */
export function durationText(duration: string): string {
  const [, count, unit] = /^P(\d+)([YMWD])$/.exec(duration) ?? []
  if (count === undefined || unit === undefined) return duration
  return count === '1' ? `a ${UNITS[unit]}` : `${count} ${UNITS[unit]}s`
}

export function expiryText({ expiry: { policy, after = '', period = 'month' } }: CreditType): string {
  switch (policy) {
    case 'never':
      return 'They never expire.'
    case 'fixed':
      return `They expire ${durationText(after)} after they are bought.`
    case 'rolling':
      return `They expire ${durationText(after)} after the last purchase; each one keeps what is left that long.`
    case 'period_end':
      return `They expire at the end of the ${period} (UTC).`
  }
}
