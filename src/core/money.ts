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

/** How a currency's amounts are written for who moves the money. */
interface Unit {
  readonly decimals: number
  /** What every amount that is charged or given back is a multiple of, in minor units. */
  readonly step: Minor
}

const HUNDREDTHS: Unit = { decimals: 2, step: 1n }

const alike = (currencies: string, unit: Unit): [string, Unit][] =>
  currencies.split(' ').map((currency) => [currency, unit])

/**
 * Those that aren't hundredths: docs.stripe.com/currencies. Two have lost their hundredths and are sent with them all
 * the same, always 00; and thousandths must end in 0.
 */
const UNITS = new Map<string, Unit>([
  ...alike('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf', { decimals: 0, step: 1n }),
  ...alike('bhd jod kwd omr tnd', { decimals: 3, step: 10n }),
  ...alike('isk ugx', { decimals: 2, step: 100n }),
])

const unitOf = (currency: string): Unit => UNITS.get(currency) ?? HUNDREDTHS

/** How many decimals an amount in the currency has, as it is charged. */
export const decimalsOf = (currency: string): number => unitOf(currency).decimals

/** The least by which two amounts in the currency differ. */
export const stepOf = (currency: string): Minor => unitOf(currency).step

/** What a fraction of minor units comes to in whole steps of the currency, rounded half up, once. */
export const stepsOf = (dividend: bigint, divisor: bigint, currency: string): Minor =>
  divideHalfUp(dividend, divisor * stepOf(currency)) * stepOf(currency)

/** Minor units that came to be elsewhere, in whole steps. */
export const inSteps = (minor: Minor, currency: string): Minor => stepsOf(minor, 1n, currency)

/** Why an amount that somebody names can't be charged or given back; null where it can. */
export const offStep = (minor: Minor, currency: string): string | null =>
  minor % stepOf(currency) === 0n
    ? null
    : `in steps of ${formatMinor(stepOf(currency), currency)} in ${currency}`

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
