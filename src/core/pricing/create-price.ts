import type { Instant } from '../instant.ts'
import type { Ids, Registry } from '../ports.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Price } from './price.ts'

/** Its terms have passed `checkPrice`. */
export type NewPrice = Pick<Price, 'credit_type' | 'currency' | 'terms'>

export async function createPrice(
  registry: Registry,
  { credit_type, currency, terms }: NewPrice,
  now: Instant,
  ids: Ids,
): Promise<Price | Refusal> {
  if (!(await registry.creditType(credit_type)))
    return refuse('credit_type_not_found', `There is no credit type ${credit_type}.`)
  const price = { id: ids.mint('pri', now), credit_type, currency, terms, created_at: now, archived_at: null }
  await registry.insertPrice(price)
  return price
}
