import { isRefusal } from '../../../core/refusal.ts'
import { archivePlan } from '../../../core/subscriptions/archive-plan.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { PlanPath, PlanWire, planWire } from './convert-plan.ts'

export default route({
  method: 'DELETE',
  path: '/v1/plans/:plan',
  id: 'archive_plan',
  summary: 'Archive a plan',
  description:
    'Nobody can subscribe to it from then on; who has subscribed keeps it. Archiving it again changes nothing.',
  tags: ['Plans'],
  allow: ['operator'],
  params: PlanPath,
  example: { params: { plan: examples.plan.id } },
  success: { schema: PlanWire, example: { ...examples.plan, archived_at: examples.AT } },
  refusals: ['plan_not_found', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const answer = await call.once('', (registry) =>
      archivePlan(registry, { id: call.params.plan }, call.now),
    )
    return isRefusal(answer) ? answer : planWire(answer)
  },
})
