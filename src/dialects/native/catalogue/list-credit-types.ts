import Type from 'typebox'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { strict } from '../fields.ts'
import { MAX_LIMIT, PageOf, pageOf, pageRequest, paging } from '../page.ts'
import { CreditTypeWire, creditTypeWire } from './convert-credit-type.ts'

export default route({
  method: 'GET',
  path: '/v1/credit-types',
  id: 'list_credit_types',
  summary: 'List the credit types',
  description: 'At most 200 on a page.',
  tags: ['Credit types'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer', 'member'],
  query: Type.Object(paging, strict),
  success: { schema: PageOf(CreditTypeWire), example: { items: [examples.creditType], next_cursor: null } },
  async handler({ store, query }) {
    return pageOf(await store.registry.creditTypes(pageRequest(query, MAX_LIMIT)), creditTypeWire)
  },
})
