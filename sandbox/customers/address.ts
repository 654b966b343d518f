import { emptyable, hash, text } from '../http/shape.ts'
import type { Address } from '../wire.ts'

const line = emptyable(text)
const lines = { city: line, country: line, line1: line, line2: line, postal_code: line, state: line }

export const addressField = hash(lines)

export function fullAddress(some: Partial<Address> | null | undefined): Address | null {
  if (some === null || some === undefined) return null
  const empty: Address = {
    city: null,
    country: null,
    line1: null,
    line2: null,
    postal_code: null,
    state: null,
  }
  return { ...empty, ...some }
}
