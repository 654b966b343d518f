import type { CreditType } from '../../core/catalogue/credit-type.ts'
import type { Registry } from '../../core/ports.ts'
import { type Refusal, refuse } from '../../core/refusal.ts'

/** The one credit type that this face sells and burns. */
export const NEO = 'neo'

export const noNeo = (): Refusal =>
  refuse(
    'credit_type_not_found',
    `Nothing is for sale here yet: the seller has no credit type ${NEO}. Create it with a price first.`,
  )

export const neoType = async (registry: Registry): Promise<CreditType | Refusal> =>
  (await registry.creditType(NEO)) ?? noNeo()
