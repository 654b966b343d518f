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

/** Money as a person reads it. */
export function shown(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
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
