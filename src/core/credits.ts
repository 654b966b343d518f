/**
 * Credits are integers of a millionth: `1.5` credits are `1500000n`. No float ever touches an amount. A JSON number
 * arrives here as the number whose shortest decimal form is what the client wrote (see http/exact-json.ts).
 */
export type Micro = bigint

export const MICRO = 1_000_000n

/** The most that one amount may be: a million million credits. */
export const MAX_AMOUNT_MICRO: Micro = 1_000_000_000_000n * MICRO

/**
 * The most that one wallet may hold or owe. What is still to start counts apart from what comes back by reversals, and
 * the two together stay inside PostgreSQL's bigint.
 */
export const MAX_WALLET_MICRO: Micro = 4n * MAX_AMOUNT_MICRO

export const lesser = (a: Micro, b: Micro): Micro => (a < b ? a : b)

export interface Fault {
  readonly fault: string
}

export const isFault = (value: unknown): value is Fault =>
  typeof value === 'object' && value !== null && 'fault' in value

const DECIMAL = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/

/** Reads an amount of credits that must be above zero, or says what is wrong with it. */
export function parseCredits(value: string | number): Micro | Fault {
  const micro = parseMicro(value)
  if (typeof micro !== 'bigint') return micro
  if (micro <= 0n) return { fault: 'must be above zero' }
  return micro
}

/** Reads a decimal of at most six places, zero allowed, as millionths. */
export function parseMicro(value: string | number): Micro | Fault {
  const text = typeof value === 'number' ? plainDecimal(value) : value
  const match = text === null ? null : DECIMAL.exec(text)
  if (!match) return { fault: 'must be a decimal number such as "12.5"' }
  const [, sign, whole = '', fraction = ''] = match
  const significant = fraction.replace(/0+$/, '')
  if (significant.length > 6) return { fault: 'must have at most six decimals' }
  const micro = BigInt(whole) * MICRO + BigInt(significant.padEnd(6, '0'))
  if (micro > MAX_AMOUNT_MICRO) return { fault: 'must be at most 1000000000000' }
  if (sign === '-' && micro !== 0n) return { fault: 'must not be negative' }
  return micro
}

/** A finite number without exponent, exactly as its shortest decimal form says; null for NaN and infinities. */
function plainDecimal(value: number): string | null {
  if (!Number.isFinite(value)) return null
  const text = String(value)
  const exponent = text.indexOf('e')
  if (exponent < 0) return text
  const power = Number(text.slice(exponent + 1))
  const [whole = '0', fraction = ''] = text.slice(0, exponent).replace('-', '').split('.')
  const sign = value < 0 ? '-' : ''
  if (power < 0) return `${sign}0.${'0'.repeat(Math.min(-power - 1, 20))}${whole}${fraction}`
  return `${sign}${whole}${fraction.padEnd(Math.min(power, 29), '0')}`
}

/** Prints millionths as a decimal string without trailing zeros: `1500000n` is `1.5`. */
export function formatCredits(micro: Micro): string {
  const negative = micro < 0n
  const digits = (negative ? -micro : micro).toString()
  const sign = negative ? '-' : ''
  if (digits.length <= 6) {
    if (digits === '0') return '0'
    const fraction = digits.padStart(6, '0').replace(/0+$/, '')
    return `${sign}0.${fraction}`
  }
  const whole = digits.slice(0, -6)
  if (digits.endsWith('000000')) return sign + whole
  return `${sign}${whole}.${digits.slice(-6).replace(/0+$/, '')}`
}
