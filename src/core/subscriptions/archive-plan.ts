import type { Instant } from '../instant.ts'
import type { Registry } from '../ports.ts'
import type { Refusal } from '../refusal.ts'
import { noPlan } from './not-found.ts'
import type { Plan } from './plan.ts'

/** Nobody can subscribe to it from then on; who has subscribed keeps what it says. */
export async function archivePlan(
  registry: Registry,
  { id }: Pick<Plan, 'id'>,
  now: Instant,
): Promise<Plan | Refusal> {
  const plan = await registry.plan(id)
  if (!plan) return noPlan(id)
  if (plan.archived_at !== null) return plan
  await registry.archivePlan(id, now)
  return { ...plan, archived_at: now }
}
