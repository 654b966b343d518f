import type { Instant } from '../instant.ts'
import type { Ids, Registry } from '../ports.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { checkPricing, checkTerms } from './check-plan.ts'
import type { Plan } from './plan.ts'

export type NewPlan = Omit<Plan, 'id' | 'currency' | 'created_at' | 'archived_at'> & {
  /** The product's own id; null to have one minted. */
  readonly id: string | null
  /** Null: that of the credit type. */
  readonly currency: string | null
}

export async function createPlan(
  registry: Registry,
  { id, currency, ...input }: NewPlan,
  now: Instant,
  ids: Ids,
): Promise<Plan | Refusal> {
  const wrong = checkPricing(input.pricing) ?? checkTerms(input)
  if (wrong) return refuse('plan_not_offered', `A plan can't be sold like that: ${wrong.fault}.`)
  const type = await registry.creditType(input.credit_type)
  if (!type) return refuse('credit_type_not_found', `There is no credit type ${input.credit_type}.`)
  // What a team tops up beside its seats is billed to the same customer: one currency for both.
  if (currency !== null && type.unit_price_micro !== null && currency !== type.currency)
    return refuse('plan_not_offered', `The credit type ${type.id} is sold in ${type.currency}.`)
  const plan: Plan = {
    ...input,
    id: id ?? ids.mint('pln', now),
    currency: currency ?? type.currency,
    created_at: now,
    archived_at: null,
  }
  if (await registry.insertPlan(plan)) return plan
  return refuse('plan_exists', `There is a plan ${plan.id} already. Choose another id.`)
}
