import { decimalsOf } from '../../ui/amount-text.ts'
import type { Decimal } from '../../ui/decimal.ts'

/** Whole minor units as decimal text in major ones: 1250 `usd` is `12.50`. */
export function majorOf(minor: number, currency: string): Decimal {
  const places = decimalsOf(currency)
  const digits = String(Math.abs(minor)).padStart(places + 1, '0')
  const sign = minor < 0 ? '-' : ''
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`
}
