import type { Account } from '../accounts/account.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Extent, Plan } from './plan.ts'

export const oneSeat = refuse('seats_out_of_range', 'A single user has one seat. Make a team to have more.')

/** Refuses what the plan would sell, but not now or not to this account. */
export function checkStart(plan: Plan, { kind }: Account, { seats }: Extent): Refusal | null {
  if (plan.archived_at !== null) return refuse('plan_not_offered', `The plan ${plan.id} is no longer sold.`)
  if (kind === 'user' && seats !== 1) return oneSeat
  return null
}
