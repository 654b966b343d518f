import type { Instant } from '../instant.ts'
import type { PriceMicro } from '../money.ts'
import type { Ids, Registry } from '../ports.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { CreditType, ExpiryPolicy } from './credit-type.ts'

export interface NewCreditType {
  /** The product's own id; null to have one minted. */
  readonly id: string | null
  readonly name: string
  readonly unit: string
  readonly unit_price_micro: PriceMicro | null
  readonly currency: string
  readonly expiry: ExpiryPolicy
}

export async function createCreditType(
  registry: Registry,
  input: NewCreditType,
  now: Instant,
  ids: Ids,
): Promise<CreditType | Refusal> {
  const { name, unit, unit_price_micro, currency, expiry } = input
  const id = input.id ?? ids.mint('crt', now)
  const type: CreditType = { id, name, unit, unit_price_micro, currency, expiry, created_at: now }
  if (await registry.insertCreditType(type)) return type
  return refuse('credit_type_exists', `There is a credit type ${id} already. Choose another id.`)
}
