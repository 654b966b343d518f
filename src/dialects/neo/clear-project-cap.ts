import { isRefusal } from '../../core/refusal.ts'
import { isAnyRefusal } from '../../http/refusals.ts'
import { route } from '../../http/route.ts'
import { adminOf, everybody } from './actor.ts'
import { clearCap } from './caps.ts'
import { ProjectCap, ProjectPath, projectCapOf } from './project-cap.ts'

export default route({
  method: 'DELETE',
  path: '/api/v1/projects/:id/cap',
  id: 'neo_clear_project_cap',
  summary: "Take a project's cap away",
  tags: ['Neo'],
  allow: everybody,
  params: ProjectPath,
  example: { params: { id: 'apollo' } },
  success: { schema: ProjectCap, example: { project_id: 'apollo' } },
  refusals: ['idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const actor = await adminOf(call, 'set caps')
    if (isAnyRefusal(actor)) return actor
    const { id } = call.params
    const answer = await clearCap(call, projectCapOf(actor.account, id))
    return isRefusal(answer) ? answer : { project_id: id, ...answer }
  },
})
