import { refuse } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { CreditTypeWire, creditTypeWire } from './convert-credit-type.ts'
import { CreditTypePath } from './credit-type-path.ts'

export default route({
  method: 'GET',
  path: '/v1/credit-types/:credit_type',
  id: 'get_credit_type',
  summary: 'Get a credit type',
  tags: ['Credit types'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer', 'member'],
  params: CreditTypePath,
  example: { params: { credit_type: 'agent' } },
  success: { schema: CreditTypeWire, example: examples.creditType },
  refusals: ['credit_type_not_found'],
  async handler({ store, params: { credit_type } }) {
    const type = await store.registry.creditType(credit_type)
    return type
      ? creditTypeWire(type)
      : refuse('credit_type_not_found', `There is no credit type ${credit_type}.`)
  },
})
