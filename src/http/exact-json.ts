import { isUtf8 } from 'node:buffer'
import { type HttpRefusal, refuseHttp } from './refusals.ts'
import { repeatedField } from './repeated-field.ts'

/** How many levels of objects and lists a body may have. */
const MAX_DEPTH = 32

/**
 * Where a number might not be what JavaScript makes of it: more than 15 digits, or an exponent. It may match inside
 * a string, which only costs time.
 */
const RISKY_NUMBER = /[\s,:[]-?(?:[\d.]{16}|[\d.]+[eE])/

const SURROGATE_OR_NUL = /\\u(?:0000|[dD][89a-fA-F])/

/** A body that can't be taken. It travels in the body's place, because the answer to it is the route's dialect's. */
export class Unreadable {
  readonly refusal: HttpRefusal
  constructor(detail: string) {
    this.refusal = refuseHttp('invalid_json', detail)
  }
}

/**
 * Parses JSON so that nothing is lost or smuggled in: what was written for a number that a double can't hold is kept
 * beside it (`writtenNumbers`), no field is there twice, and text is well-formed and free of NUL, which PostgreSQL
 * can't keep.
 */
export function parseExactJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) return new Unreadable('The body is not valid UTF-8.')
  const members = membersOf(bytes, MAX_DEPTH)
  if (members === null) return new Unreadable(`The body is nested more than ${MAX_DEPTH} levels deep.`)
  const text = bytes.toString('utf8')
  let value: unknown
  try {
    value = RISKY_NUMBER.test(text) ? JSON.parse(text, exactly as Reviver) : JSON.parse(text)
  } catch (error) {
    if (error instanceof RangeError) return new Unreadable(error.message)
    return new Unreadable(`The body is not valid JSON${reasonOf(error)}.`)
  }
  // A parser keeps the last one of two, and whoever read along may have taken the first for what is meant.
  if (members > 0 && fieldsOf(value) !== members)
    return new Unreadable(`The body has the field ${shorten(repeatedField(text))} twice.`)
  const escaped = text.includes('\\u')
  if (escaped && SURROGATE_OR_NUL.test(text) && !isWellFormed(value))
    return new Unreadable('The body has a NUL or half of a surrogate pair in its text.')
  if ((escaped || text.includes('__proto__') || text.includes('"constructor"')) && hasPoison(value))
    return new Unreadable('The body has a field named __proto__ or constructor.')
  return value
}

type Reviver = (this: unknown, key: string, value: unknown) => unknown

const written = new WeakMap<object, Map<string, string>>()

/**
 * The numbers of an object or a list that no double holds, as they were written. In the value stand the nearest doubles
 * in their places, so that no number is ever taken for text.
 */
export const writtenNumbers = (value: object): ReadonlyMap<string, string> | undefined => written.get(value)

function exactly(this: object, key: string, value: unknown, { source }: { source?: string }): unknown {
  if (typeof value !== 'number' || source === undefined) return value
  if (!Number.isFinite(value)) throw new RangeError(`The number ${shorten(source)} is out of range.`)
  if (sameNumber(source, String(value))) return value
  if (value === 0) throw new RangeError(`The number ${shorten(source)} is too close to zero.`)
  const numbers = written.get(this)
  if (numbers) numbers.set(key, source)
  else written.set(this, new Map([[key, source]]))
  return value
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

/** Whether two decimal texts mean the same number. */
function sameNumber(a: string, b: string): boolean {
  const [left, right] = [normal(a), normal(b)]
  return left.digits === right.digits && left.power === right.power
}

/** The significant digits, and the power of ten of the last of them. */
function normal(text: string): { digits: string; power: number } {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const all = (whole.startsWith('-') ? whole.slice(1) : whole) + fraction
  const significant = trimZeros(all)
  if (significant === '') return { digits: '', power: 0 }
  const power = Number(exponent) - fraction.length + (all.length - significant.length)
  return { digits: (whole.startsWith('-') ? '-' : '') + significant.replace(/^0+/, ''), power }
}

/** A loop, because a pattern for zeros at an end takes quadratic time on many zeros elsewhere. */
function trimZeros(digits: string): string {
  let end = digits.length
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end -= 1
  return digits.slice(0, end)
}

/** The parser's own words, without the piece of the body that they quote. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  const place = /at position (\d+)/.exec(message)
  if (place) return `: it goes wrong at character ${Number(place[1]) + 1}`
  return /end of JSON/.test(message) ? ': it ends too early' : ''
}

const QUOTE = 34
const BACKSLASH = 92
const COLON = 58

/**
 * How many fields all objects of the text have together, which is how many colons stand outside of its strings; null
 * where it nests too deep. Levels are counted before anything is parsed, so that no later step can run out of stack.
 */
function membersOf(bytes: Buffer, deepest: number): number | null {
  let [depth, members] = [0, 0]
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i] as number
    if (byte === QUOTE) {
      for (i += 1; i < bytes.length; i += 1) {
        const inner = bytes[i] as number
        if (inner === QUOTE) break
        if (inner === BACKSLASH) i += 1
      }
    } else if (byte === COLON) members += 1
    else if (byte === 123 || byte === 91) {
      depth += 1
      if (depth > deepest) return null
    } else if (byte === 125 || byte === 93) depth -= 1
  }
  return members
}

/** How many fields are left of them once each name is there once. */
function fieldsOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  let fields = 0
  if (Array.isArray(value)) for (const inner of value) fields += fieldsOf(inner)
  else
    for (const name in value) {
      fields += 1
      const inner = (value as Record<string, unknown>)[name]
      if (typeof inner === 'object') fields += fieldsOf(inner)
    }
  return fields
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return isWellFormedText(value)
  if (Array.isArray(value)) return value.every(isWellFormed)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, inner]) => isWellFormedText(key) && isWellFormed(inner))
}

export const isWellFormedText = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

function hasPoison(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasPoison)
  if (typeof value !== 'object' || value === null) return false
  return Object.keys(value).some(
    (key) =>
      key === '__proto__' || key === 'constructor' || hasPoison((value as Record<string, unknown>)[key]),
  )
}
