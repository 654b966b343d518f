import type { Instant } from '../../core/instant.ts'
import { decimalsOf, formatMinor, type Minor, stepOf } from '../../core/money.ts'

/** What every noun's conversion needs. */

export const instantText = (at: Instant): string => new Date(at).toISOString()

/** As a person reads it: 125000n US cents are `$1,250.00`. Decimals that are always 00 aren't shown. */
export function moneyText(minor: Minor, currency: string): string {
  const decimals = decimalsOf(currency)
  const format = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    trailingZeroDisplay: stepOf(currency) === 100n ? 'stripIfInteger' : 'auto',
  })
  return format.format(formatMinor(minor, currency) as `${number}`)
}

/** Minor units are far below what a number holds exactly; where they aren't, nobody is told something rounded. */
export function minorNumber(minor: Minor): number {
  const number = Number(minor)
  if (!Number.isSafeInteger(number)) throw new RangeError(`${minor} is more than a JSON number holds exactly`)
  return number
}

/** Only what is there: a field that doesn't apply is left out. */
export function present<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const there = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(there) as { [K in keyof T]?: NonNullable<T[K]> }
}
