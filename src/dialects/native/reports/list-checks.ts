import Type from 'typebox'
import { route } from '../../../http/route.ts'
import { strict } from '../fields.ts'
import { PageOf, pageOf, pageRequest, paging } from '../page.ts'
import { CheckWire, checkWire, Kind } from './convert-check.ts'
import * as examples from './examples-of-reports.ts'

export default route({
  method: 'GET',
  path: '/v1/checks',
  id: 'list_checks',
  summary: 'List checks, newest first',
  description: 'The last hundred of each kind are kept.',
  tags: ['Reports'],
  allow: ['operator'],
  query: Type.Object({ ...paging, kind: Type.Optional(Kind) }, strict),
  example: { query: { kind: 'reconcile' } },
  success: { schema: PageOf(CheckWire), example: { items: [examples.check], next_cursor: null } },
  async handler({ store, query, now }) {
    await store.checks.failAbandoned(now)
    return pageOf(await store.registry.checks(query.kind ?? null, pageRequest(query)), checkWire)
  },
})
