/**
 * Amounts come as decimal text and never become floats, save to draw a bar with. To add and compare them they are
 * millionths meanwhile.
 */
const MICRO = 1_000_000n
const DECIMAL = /^(-?)(\d+)(?:\.(\d{0,6}))?$/

export type Decimal = string

export function microOf(text: Decimal): bigint {
  const [, sign, whole = '0', fraction = ''] = DECIMAL.exec(text) ?? []
  const micro = BigInt(whole) * MICRO + BigInt(fraction.padEnd(6, '0'))
  return sign === '-' ? -micro : micro
}

export function textOf(micro: bigint): Decimal {
  const sign = micro < 0n ? '-' : ''
  const digits = (micro < 0n ? -micro : micro).toString().padStart(7, '0')
  const fraction = digits.slice(-6).replace(/0+$/, '')
  return `${sign}${digits.slice(0, -6)}${fraction && `.${fraction}`}`
}

export const sumOf = (texts: readonly Decimal[]): Decimal =>
  textOf(texts.reduce((sum, text) => sum + microOf(text), 0n))

export const difference = (a: Decimal, b: Decimal): Decimal => textOf(microOf(a) - microOf(b))
export const compare = (a: Decimal, b: Decimal): number => {
  const by = microOf(a) - microOf(b)
  return by < 0n ? -1 : by > 0n ? 1 : 0
}
export const isZero = (text: Decimal): boolean => microOf(text) === 0n

/** For drawing alone: how much of a whole it is, from 0 to 1. */
export function shareOf(part: Decimal, whole: Decimal): number {
  const of = microOf(whole)
  if (of <= 0n) return 0
  return Math.min(1, Math.max(0, Number((microOf(part) * 10_000n) / of) / 10_000))
}

/** For drawing alone. */
export const drawn = (text: Decimal): number => Number(text)

/** Groups of three with commas, or with blanks, between them; else digits alone. */
const TYPED = /^(?:\d+|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:[ _]\d{3})+)(?:\.\d{1,6})?$/

/**
 * What a person typed as an amount, with the separators of English and of none: `1,000.5` is `1000.5`. Null where it is
 * none, or could be meant otherwise: `0,125` is an eighth to many.
 */
export function typedAmount(text: string): Decimal | null {
  const trimmed = text.trim()
  if (!TYPED.test(trimmed)) return null
  const plain = textOf(microOf(trimmed.replace(/[ ,_]/g, '')))
  return /^\d{1,13}(?:\.|$)/.test(plain) ? plain : null
}

/** The same where the server says what is wrong with it: what is no amount goes there as it was typed. */
export const sentAmount = (text: string): string => typedAmount(text) ?? text.trim()
