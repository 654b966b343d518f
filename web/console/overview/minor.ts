import type { Decimal } from '../../ui/decimal.ts'

const decimals = new Map<string, number>()

function decimalsOf(currency: string): number {
  let known = decimals.get(currency)
  if (known === undefined) {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency: currency.toUpperCase() })
    known = format.resolvedOptions().maximumFractionDigits ?? 2
    decimals.set(currency, known)
  }
  return known
}

/** Whole minor units as decimal text in major ones: 1250 `usd` is `12.50`. */
export function majorOf(minor: number, currency: string): Decimal {
  const places = decimalsOf(currency)
  const digits = String(Math.abs(minor)).padStart(places + 1, '0')
  const sign = minor < 0 ? '-' : ''
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`
}
