import { route } from '../../http/route.ts'
import { CreditTypeWire, creditTypeWire } from './convert-credit-type.ts'
import * as examples from './examples.ts'
import { PageOf } from './page.ts'

export default route({
  method: 'GET',
  path: '/v1/credit-types',
  id: 'list_credit_types',
  summary: 'List the credit types',
  tags: ['Credit types'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  success: { schema: PageOf(CreditTypeWire), example: { items: [examples.creditType], next_cursor: null } },
  async handler({ store }) {
    const types = await store.registry.creditTypes()
    return { items: types.map(creditTypeWire), next_cursor: null }
  },
})
