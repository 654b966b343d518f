import { ScripMisuse } from './misuse.ts'

/**
 * An amount in millionths, to reckon with: `bigint` is exact where numbers aren't. Scrip's amounts have at most six
 * decimals.
 */
export function toMicro(amount: string): bigint {
  const [, sign, whole = '', decimals = ''] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(amount) ?? []
  if (sign === undefined) throw new ScripMisuse(`${amount} is no decimal text with at most six decimals.`)
  const micro = BigInt(whole + decimals.padEnd(6, '0'))
  return sign === '-' ? -micro : micro
}

/** Millionths as the decimal text that Scrip takes: 12500000n is '12.5'. */
export function fromMicro(micro: bigint): string {
  const digits = String(micro < 0n ? -micro : micro).padStart(7, '0')
  const decimals = digits.slice(-6).replace(/0+$/, '')
  return `${micro < 0n ? '-' : ''}${digits.slice(0, -6)}${decimals === '' ? '' : `.${decimals}`}`
}
