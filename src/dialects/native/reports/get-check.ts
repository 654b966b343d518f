import Type from 'typebox'
import { refuse } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import { Id } from '../fields.ts'
import { CheckWire, checkWire } from './convert-check.ts'
import * as examples from './examples-of-reports.ts'

export default route({
  method: 'GET',
  path: '/v1/checks/:check',
  id: 'get_check',
  summary: 'Get a check and what it found',
  tags: ['Reports'],
  allow: ['operator'],
  params: Type.Object({ check: Id }),
  example: { params: { check: examples.check.id } },
  success: { schema: CheckWire, example: examples.check },
  refusals: ['check_not_found'],
  async handler({ store, params, now }) {
    await store.checks.failAbandoned(now)
    const check = await store.registry.check(params.check)
    return check ? checkWire(check) : refuse('check_not_found', `There is no check ${params.check}.`)
  },
})
