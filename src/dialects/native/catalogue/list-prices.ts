import Type from 'typebox'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { Id, strict } from '../fields.ts'
import { PageOf, pageOf, pageRequest, paging } from '../page.ts'
import { PriceWire, priceWire } from './convert-price.ts'

export default route({
  method: 'GET',
  path: '/v1/prices',
  id: 'list_prices',
  summary: 'List the prices',
  description: 'Archived ones too; they say since when.',
  tags: ['Prices'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  query: Type.Object({ ...paging, credit_type: Type.Optional(Id) }, strict),
  example: { query: { credit_type: 'agent' } },
  success: { schema: PageOf(PriceWire), example: { items: [examples.price], next_cursor: null } },
  async handler({ store, query }) {
    const page = await store.registry.prices(query.credit_type ?? null, pageRequest(query))
    return pageOf(page, priceWire)
  },
})
