import { isRefusal } from '../../core/refusal.ts'
import { route } from '../../http/route.ts'
import { actorOf, everybody } from './actor.ts'
import { readCap } from './caps.ts'
import * as examples from './examples.ts'
import { ProjectCap, ProjectPath, projectCapOf } from './project-cap.ts'

export default route({
  method: 'GET',
  path: '/api/v1/projects/:id/cap',
  id: 'neo_get_project_cap',
  summary: "Get a project's cap and how far it is used",
  description: "Scrip's addition.",
  tags: ['Neo'],
  allow: everybody,
  params: ProjectPath,
  example: { params: { id: 'apollo' } },
  success: { schema: ProjectCap, example: examples.projectCap },
  async handler(call) {
    const actor = await actorOf(call)
    if (isRefusal(actor)) return actor
    const { id } = call.params
    const answer = await readCap(call, projectCapOf(actor.account, id))
    return isRefusal(answer) ? answer : { project_id: id, ...answer }
  },
})
