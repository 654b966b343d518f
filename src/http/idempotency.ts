import { hash } from 'node:crypto'
import { type HttpRefusal, invalid } from './refusals.ts'

const PRINTABLE = /^[\x20-\x7e]{1,255}$/

/** The caller's key; null where it gave none. */
export function idempotencyKeyOf(header: string | string[] | undefined): string | null | HttpRefusal {
  if (header === undefined) return null
  if (typeof header === 'string' && PRINTABLE.test(header)) return header
  return invalid([{ field: 'Idempotency-Key', message: 'must be 1 to 255 printable ASCII characters' }])
}

/** The same for the same method, path and body, whatever the order of the body's fields. */
export function fingerprintOf(method: string, url: string, body: unknown): string {
  return hash('sha256', `${method} ${url}\n${canonicalJson(body)}`, 'base64url')
}

/** JSON with the keys of every object sorted. Amounts that were parsed stand there as their integers. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const fields = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => `${JSON.stringify(name)}:${canonicalJson(inner)}`)
  return `{${fields.join(',')}}`
}
