import Type from 'typebox'
import { isRefusal } from '../../core/refusal.ts'
import { isAnyRefusal } from '../../http/refusals.ts'
import { route } from '../../http/route.ts'
import { adminOf, everybody } from './actor.ts'
import { setCap } from './caps.ts'
import * as examples from './examples.ts'
import { LimitUsd } from './fields.ts'
import { ProjectCap, ProjectPath, projectCapOf } from './project-cap.ts'

export default route({
  method: 'PATCH',
  path: '/api/v1/projects/:id/cap',
  id: 'neo_set_project_cap',
  summary: 'Cap what a project may use',
  description: 'In dollars a calendar month (UTC). Zero blocks. What was used this month before counts, too.',
  tags: ['Neo'],
  allow: everybody,
  params: ProjectPath,
  body: Type.Object({ spending_cap_usd: LimitUsd }),
  example: { params: { id: 'apollo' }, body: { spending_cap_usd: 500 } },
  success: { schema: ProjectCap, example: examples.projectCap },
  refusals: ['idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const actor = await adminOf(call, 'set caps')
    if (isAnyRefusal(actor)) return actor
    const { id } = call.params
    const answer = await setCap(call, projectCapOf(actor.account, id), call.body.spending_cap_usd)
    return isRefusal(answer) ? answer : { project_id: id, ...answer }
  },
})
