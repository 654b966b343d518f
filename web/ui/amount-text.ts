import type { Decimal } from './decimal.ts'
import { LOCALE } from './locale.ts'

type Exact = Parameters<Intl.NumberFormat['format']>[0]

const credits = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 6 })

/** Exact to the last decimal, since the format is given the text itself. */
export const amountText = (value: Decimal): string => credits.format(value as Exact)

/** How many decimals its minor unit has: two of the dollar, none of the yen. */
export const decimalsOf = (currency: string): number =>
  moneyFormat(currency).resolvedOptions().maximumFractionDigits ?? 2

const monies = new Map<string, Intl.NumberFormat>()

/** Money as decimal text in major units. */
export const moneyText = (value: Decimal, currency: string): string =>
  moneyFormat(currency).format(value as Exact)

function moneyFormat(currency: string): Intl.NumberFormat {
  let format = monies.get(currency)
  if (!format) {
    format = new Intl.NumberFormat(LOCALE, { style: 'currency', currency: currency.toUpperCase() })
    monies.set(currency, format)
  }
  return format
}

const unitPrices = new Map<string, Intl.NumberFormat>()

/** What one credit costs, which may be less than a cent. */
export function unitPriceText(value: Decimal, currency: string): string {
  let format = unitPrices.get(currency)
  if (!format) {
    format = new Intl.NumberFormat(LOCALE, {
      style: 'currency',
      currency: currency.toUpperCase(),
      minimumFractionDigits: decimalsOf(currency),
      maximumFractionDigits: 6,
    })
    unitPrices.set(currency, format)
  }
  return format.format(value as Exact)
}
