import type { Decimal } from './decimal.ts'
import { LOCALE } from './locale.ts'

type Exact = Parameters<Intl.NumberFormat['format']>[0]

const credits = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 6 })

/** Exact to the last decimal, since the format is given the text itself. */
export const amountText = (value: Decimal): string => credits.format(value as Exact)

const WHOLE = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '))
const THOUSANDTHS = new Set('bhd jod kwd omr tnd'.split(' '))

/** How many decimals its minor unit has as it is charged, which browsers know of most currencies only. */
export function decimalsOf(currency: string): number {
  const code = currency.toLowerCase()
  return WHOLE.has(code) ? 0 : THOUSANDTHS.has(code) ? 3 : 2
}

/** Whether people leave its decimals out where there are none, though it is charged with them: the króna, the forint. */
const isPlain = (currency: string): boolean => usualDecimals(currency) < decimalsOf(currency)

/** How many decimals people write it with. */
export const usualDecimals = (currency: string): number =>
  new Intl.NumberFormat(LOCALE, { style: 'currency', currency: currency.toUpperCase() }).resolvedOptions()
    .maximumFractionDigits ?? 2

const monies = new Map<string, Intl.NumberFormat>()

/** Money as decimal text in major units. */
export const moneyText = (value: Decimal, currency: string): string =>
  moneyFormat(currency).format(value as Exact)

function moneyFormat(currency: string): Intl.NumberFormat {
  let format = monies.get(currency)
  if (!format) {
    const decimals = decimalsOf(currency)
    format = new Intl.NumberFormat(LOCALE, {
      style: 'currency',
      currency: currency.toUpperCase(),
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      trailingZeroDisplay: isPlain(currency) ? 'stripIfInteger' : 'auto',
    })
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
      trailingZeroDisplay: isPlain(currency) ? 'stripIfInteger' : 'auto',
    })
    unitPrices.set(currency, format)
  }
  return format.format(value as Exact)
}
