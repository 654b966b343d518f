const PLACES = 12
const ONE = 10n ** BigInt(PLACES)

/** A decimal times a whole number, to the nearest whole number, halves upwards. */
export function times(decimal: string, quantity: number): number {
  const product = scaled(decimal) * BigInt(quantity)
  return Number(floorDivide(2n * product + ONE, 2n * ONE))
}

/** A share in hundredths of a percent, to the nearest whole number, halves upwards. */
export function share(amount: number, bps: number, of = 10_000): number {
  return Number(floorDivide(2n * BigInt(amount) * BigInt(bps) + BigInt(of), 2n * BigInt(of)))
}

/** The decimal without zeros that say nothing, as Stripe writes it. */
export const plain = (decimal: string): string =>
  decimal.includes('.') ? decimal.replace(/0+$/, '').replace(/\.$/, '') : decimal

/** The whole number that a decimal is, where it is one. */
export const whole = (decimal: string): number | null => {
  const text = plain(decimal)
  return text.includes('.') ? null : Number(text)
}

const WHOLE = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '))
const THOUSANDTHS = new Set('bhd jod kwd omr tnd'.split(' '))
/** They have no hundredths any more, and are sent with them: always 00. */
const WITHOUT_HUNDREDTHS = new Set(['isk', 'ugx'])

/** Amounts in the currency are charged as multiples of this. */
export const stepOf = (currency: string): number =>
  WITHOUT_HUNDREDTHS.has(currency) ? 100 : THOUSANDTHS.has(currency) ? 10 : 1

/** What an invoice's sum is charged as where it has hundredths that its currency has lost. */
export const charged = (amount: number, currency: string): number =>
  WITHOUT_HUNDREDTHS.has(currency) ? Math.round(amount / 100) * 100 : amount

/** Money as a person reads it. */
export function shown(amount: number, currency: string): string {
  const digits = WHOLE.has(currency) ? 0 : THOUSANDTHS.has(currency) ? 3 : 2
  const format = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    trailingZeroDisplay: WITHOUT_HUNDREDTHS.has(currency) ? 'stripIfInteger' : 'auto',
  })
  return format.format(amount / 10 ** digits)
}

function scaled(decimal: string): bigint {
  const [, sign = '', integer = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? []
  const value = BigInt(integer) * ONE + BigInt(fraction.padEnd(PLACES, '0'))
  return sign === '-' ? -value : value
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by
  return value % by < 0n ? quotient - 1n : quotient
}
