import type { Instant } from '../../core/instant.ts'

/**
 * Writes columns as PostgreSQL array literals. The driver's own conversion quotes every element through a regular
 * expression, which on the hot path costs more than deciding the debit does.
 */
const NEEDS_QUOTES = /^$|[\s",\\{}]|^null$/i

const quote = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

export class TextColumn {
  #text = ''
  push(value: string | null): void {
    const element = value === null ? 'NULL' : NEEDS_QUOTES.test(value) ? quote(value) : value
    this.#text += this.#text === '' ? element : `,${element}`
  }
  toString(): string {
    return `{${this.#text}}`
  }
}

/** For numbers, booleans, enumerations and minted ids, which never need quotes. */
export class PlainColumn {
  #text = ''
  push(value: string | bigint | number | boolean | null): void {
    const element = value === null ? 'NULL' : String(value)
    this.#text += this.#text === '' ? element : `,${element}`
  }
  toString(): string {
    return `{${this.#text}}`
  }
}

export class InstantColumn {
  #text = ''
  push(value: Instant | null): void {
    const element = value === null ? 'NULL' : isoOf(value)
    this.#text += this.#text === '' ? element : `,${element}`
  }
  toString(): string {
    return `{${this.#text}}`
  }
}

let lastInstant: Instant = Number.NaN
let lastIso = ''

/** The rows of a batch share few instants, so the last one printed is kept. */
export function isoOf(at: Instant): string {
  if (at !== lastInstant) {
    lastIso = new Date(at).toISOString()
    lastInstant = at
  }
  return lastIso
}

export function pairColumns(pairs: readonly (readonly [string, string])[]): [string, string] {
  const [first, second] = [new TextColumn(), new TextColumn()]
  for (const [a, b] of pairs) {
    first.push(a)
    second.push(b)
  }
  return [String(first), String(second)]
}

export function textColumn(values: Iterable<string>): string {
  const column = new TextColumn()
  for (const value of values) column.push(value)
  return String(column)
}
