import { ScripMisuse } from './misuse.ts'

// What can't be sent is told where it was given, and not as something that went wrong on the way.

/** An idempotency key, as a header takes it. */
export function keyOf(idempotencyKey: string): string {
  if (typeof idempotencyKey === 'string' && /^[\x20-\x7e]{1,255}$/.test(idempotencyKey)) return idempotencyKey
  throw new ScripMisuse('An idempotencyKey is 1 to 255 printable ASCII characters.')
}

/** JSON has no words for a bigint, for one: amounts are text. */
export function jsonOf(body: unknown): string {
  try {
    return JSON.stringify(body)
  } catch (cause) {
    const [why] = String((cause as Error | null)?.message ?? cause).split('\n')
    throw new ScripMisuse(`The body can't be sent as JSON: ${why}`)
  }
}

/** The path with what stands in its braces. A part that is empty or all dots would be another path. */
export function filled(path: string, params: object): string {
  const values = params as Readonly<Record<string, string>>
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(values[name] ?? '')
    // Half of a pair of surrogates is no character, and can't be encoded.
    if (/^\.{0,2}$/.test(value) || /\p{Surrogate}/u.test(value))
      throw new ScripMisuse(`${name} can't be ${JSON.stringify(value)}`)
    return encodeURIComponent(value)
  })
}

/** How many of something: NaN, or a part of one, would count to nowhere. */
export function countOf(name: string, count: number, most = Number.MAX_SAFE_INTEGER): number {
  if (Number.isSafeInteger(count) && count >= 1 && count <= most) return count
  const range = most === Number.MAX_SAFE_INTEGER ? '1 or more' : `from 1 to ${most}`
  throw new ScripMisuse(`${name} is ${count}; it is a whole number, ${range}.`)
}
