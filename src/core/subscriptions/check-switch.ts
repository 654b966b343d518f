import { type Refusal, refuse } from '../refusal.ts'
import type { Plan } from './plan.ts'

/**
 * Refuses to move a subscription to a plan that is not sold any more, or that is for something else. What it has already
 * it keeps, also where nobody can begin it any more.
 */
export function checkSwitch(from: Plan, to: Plan): Refusal | null {
  if (to.id === from.id) return null
  if (to.archived_at !== null) return refuse('plan_not_offered', `The plan ${to.id} is no longer sold.`)
  if (to.credit_type !== from.credit_type)
    return other(to, `gives credits of ${to.credit_type}, and the subscription of ${from.credit_type}`)
  if (to.currency !== from.currency)
    return other(to, `is sold in ${to.currency}, and the subscription is billed in ${from.currency}`)
  if (to.gives_to !== from.gives_to)
    return other(to, `gives to ${given[to.gives_to]}, and the subscription to ${given[from.gives_to]}`)
  return null
}

const given = { seats: 'seats', quantity: 'the account as a whole' } as const

const other = ({ id }: Plan, why: string): Refusal => refuse('plan_not_offered', `The plan ${id} ${why}.`)
