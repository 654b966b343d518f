import type { Instant } from '../instant.ts'
import type { Registry } from '../ports.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Price } from './price.ts'

/** Nothing is sold at it from then on; what was bought keeps what it cost. */
export async function archivePrice(
  registry: Registry,
  { id }: Pick<Price, 'id'>,
  now: Instant,
): Promise<Price | Refusal> {
  const price = await registry.price(id)
  if (!price) return refuse('price_not_found', `There is no price ${id}.`)
  if (price.archived_at !== null) return price
  await registry.archivePrice(id, now)
  return { ...price, archived_at: now }
}
