import { hash } from 'node:crypto'
import type { Principal } from '../core/accounts/key.ts'
import { writtenNumbers } from './exact-json.ts'
import { type HttpRefusal, invalid, refuseHttp } from './refusals.ts'

/** What a face of the API says about the `Idempotency-Key`. */
export interface KeyRules {
  readonly min_length: number
  /** What a call meets whose key is under way with another one: it waits for that one's answer, or is refused. */
  readonly concurrent: 'waits' | 'refused'
}

export const USUAL_KEY_RULES: KeyRules = { min_length: 1, concurrent: 'waits' }
export const MAX_KEY_LENGTH = 255

const PRINTABLE = /^[\x20-\x7e]*$/

/** The caller's key; null where it gave none. */
export function idempotencyKeyOf(
  header: string | string[] | undefined,
  { min_length } = USUAL_KEY_RULES,
): string | null | HttpRefusal {
  if (header === undefined) return null
  if (typeof header === 'string' && PRINTABLE.test(header))
    if (header.length >= min_length && header.length <= MAX_KEY_LENGTH) return header
  const message = `must be ${min_length} to ${MAX_KEY_LENGTH} printable ASCII characters`
  return invalid([{ field: 'Idempotency-Key', message }])
}

const IN_USE: HttpRefusal = refuseHttp(
  'idempotency_key_in_use',
  'Another call with this Idempotency-Key is under way. Ask again when it is answered.',
)

/**
 * The keys of the calls that this process is answering. What is exact across processes is the store's: a call that
 * slips past waits there, and does nothing twice.
 */
export class KeysInUse {
  readonly #names = new Set<string>()

  /** Runs the work unless the same caller's key is under way. */
  async whileFree<A>({ key, account, member }: Principal, name: string, work: () => Promise<A>) {
    const place = JSON.stringify([key, account, member, name])
    if (this.#names.has(place)) return IN_USE
    this.#names.add(place)
    try {
      return await work()
    } finally {
      this.#names.delete(place)
    }
  }
}

/** The same for the same method, path and body, whatever the order of the body's fields. */
export function fingerprintOf(method: string, url: string, body: unknown): string {
  return hash('sha256', `${method} ${url}\n${canonicalJson(body)}`, 'base64url')
}

/**
 * JSON with the keys of every object sorted. Amounts that were parsed stand there as their integers, other numbers that no
 * double holds as they were written.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const written = writtenNumbers(value)
  const inside = (inner: unknown, name: string): string =>
    canonicalJson((typeof inner === 'number' && written?.get(name)) || inner)
  if (Array.isArray(value)) return `[${value.map((inner, i) => inside(inner, String(i))).join(',')}]`
  const fields = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => `${JSON.stringify(name)}:${inside(inner, name)}`)
  return `{${fields.join(',')}}`
}
