import { orRefuse } from '../../src/core/refusal.ts'
import { archivePlan } from '../../src/core/subscriptions/archive-plan.ts'
import { ownModelPlan, ownPlan } from './subscription-plans.ts'
import type { Walker } from './subscription-walk.ts'

/** One more plan, which nobody else's walk is about. */
export async function sells({ subject, account, model }: Walker): Promise<void> {
  const id = `${account}_plan_${model.own.length}`
  await subject.change((registry) => registry.insertPlan(ownPlan(id)))
  model.own.push(ownModelPlan(id))
}

/** The walk's own plan is sold no more, and another one is. Whoever has it keeps it, and for whom it waits it comes. */
export async function archives(walker: Walker): Promise<string> {
  const { subject, model, now } = walker
  const { sub } = model
  const plan = model.own.at(-1)
  if (!plan) return 'none'
  await subject.change(async (registry) => orRefuse(await archivePlan(registry, plan, now)))
  plan.isSold = false
  await sells(walker)
  if (!sub || sub.status === 'canceled') return 'of nobody'
  if (sub.pending?.terms.plan === plan) return 'awaited'
  if (sub.bill?.terms.plan === plan) return 'billed'
  return sub.terms.plan === plan ? 'had' : 'of nobody'
}
