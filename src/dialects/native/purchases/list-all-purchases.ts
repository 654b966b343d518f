import Type from 'typebox'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { Id, strict } from '../fields.ts'
import { PageOf, pageOf, pageRequest, paging } from '../page.ts'
import { PurchaseWire, purchaseFilter, purchaseFilters, purchaseWire } from './convert-purchase.ts'

export default route({
  method: 'GET',
  path: '/v1/purchases',
  id: 'list_all_purchases',
  summary: 'List the purchases of all accounts',
  description: 'Newest first; `from` and before `to` is when they were made.',
  tags: ['Purchases'],
  allow: ['operator'],
  query: Type.Object({ ...paging, account: Type.Optional(Id), ...purchaseFilters }, strict),
  example: { query: { state: 'disputed' } },
  success: { schema: PageOf(PurchaseWire), example: { items: [examples.purchase], next_cursor: null } },
  async handler({ store, query }) {
    const page = await store.registry.purchases(
      query.account ?? null,
      purchaseFilter(query),
      pageRequest(query),
    )
    return pageOf(page, purchaseWire)
  },
})
