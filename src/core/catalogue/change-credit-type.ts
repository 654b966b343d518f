import type { Registry } from '../ports.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { CreditType } from './credit-type.ts'

/** What is left out stays as it is. Past debits keep the price they had, past grants their expiry. */
export type CreditTypeChange = Pick<CreditType, 'id'> & {
  readonly [field in Exclude<keyof CreditType, 'id' | 'created_at'>]?: CreditType[field] | undefined
}

export async function changeCreditType(
  registry: Registry,
  input: CreditTypeChange,
): Promise<CreditType | Refusal> {
  const found = await registry.creditType(input.id, 'locked')
  if (!found) return refuse('credit_type_not_found', `There is no credit type ${input.id}.`)
  const price = input.unit_price_micro
  const type: CreditType = {
    ...found,
    name: input.name ?? found.name,
    unit: input.unit ?? found.unit,
    unit_price_micro: price === undefined ? found.unit_price_micro : price,
    currency: input.currency ?? found.currency,
    expiry: input.expiry ?? found.expiry,
  }
  await registry.updateCreditType(type)
  return type
}
