import { noPlan } from '../../../core/subscriptions/not-found.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { PlanPath, PlanWire, planWire } from './convert-plan.ts'

export default route({
  method: 'GET',
  path: '/v1/plans/:plan',
  id: 'get_plan',
  summary: 'Get a plan',
  tags: ['Plans'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: PlanPath,
  example: { params: { plan: examples.plan.id } },
  success: { schema: PlanWire, example: examples.plan },
  refusals: ['plan_not_found'],
  async handler({ store, params }) {
    const plan = await store.registry.plan(params.plan)
    return plan ? planWire(plan) : noPlan(params.plan)
  },
})
