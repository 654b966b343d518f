import Type from 'typebox'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { Id, strict } from '../fields.ts'
import { PageOf, pageOf, pageRequest, paging } from '../page.ts'
import { PlanWire, planWire } from './convert-plan.ts'

export default route({
  method: 'GET',
  path: '/v1/plans',
  id: 'list_plans',
  summary: 'List the plans',
  description: 'Newest first. Archived ones too; they say since when.',
  tags: ['Plans'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  query: Type.Object({ ...paging, credit_type: Type.Optional(Id) }, strict),
  example: { query: { credit_type: 'agent' } },
  success: { schema: PageOf(PlanWire), example: { items: [examples.plan], next_cursor: null } },
  async handler({ store, query }) {
    const page = await store.registry.plans(query.credit_type ?? null, pageRequest(query))
    return pageOf(page, planWire)
  },
})
