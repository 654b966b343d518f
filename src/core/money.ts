import { MICRO, type Micro } from './credits.ts'

/**
 * A price is money for one credit, in millionths of the currency's major unit (5 dollars are 5000000n), because a
 * credit may cost less than a cent. What is charged is always whole minor units.
 */
export type PriceMicro = bigint

/** Money that is charged, refunded or disputed: whole minor units of its currency, cents for dollars. */
export type Minor = bigint

/** What an amount of credits is worth at a price, in millionths of the major unit, rounded half up. */
export function worthMicro(amount_micro: Micro, unit_price_micro: PriceMicro): bigint {
  return (amount_micro * unit_price_micro + MICRO / 2n) / MICRO
}

/** Neither is below zero, and the divisor is above it. */
export const divideHalfUp = (dividend: bigint, divisor: bigint): bigint =>
  (2n * dividend + divisor) / (2n * divisor)

/** Currencies whose minor unit is the major one, and those that divide theirs by a thousand. */
const WHOLE = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' '))
const THOUSANDTHS = new Set('bhd jod kwd omr tnd'.split(' '))

/** How many decimals an amount in the currency has. */
export const decimalsOf = (currency: string): number =>
  WHOLE.has(currency) ? 0 : THOUSANDTHS.has(currency) ? 3 : 2

/** Millionths of the major unit as minor units; null where they are not whole ones. */
export function minorOfMicro(money_micro: bigint, currency: string): Minor | null {
  const unit = 10n ** BigInt(6 - decimalsOf(currency))
  return money_micro % unit === 0n ? money_micro / unit : null
}

/** Prints minor units as a decimal of the major one: 1050n US cents are `10.50`. */
export function formatMinor(minor: Minor, currency: string): string {
  const decimals = decimalsOf(currency)
  if (decimals === 0) return minor.toString()
  const sign = minor < 0n ? '-' : ''
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0')
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}
