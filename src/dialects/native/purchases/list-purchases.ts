import Type from 'typebox'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { AccountPath, strict } from '../fields.ts'
import { PageOf, pageRequest, pageWithin, paging } from '../page.ts'
import { PurchaseWire, purchaseFilter, purchaseFilters, purchaseWire } from './convert-purchase.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/purchases',
  id: 'list_purchases',
  summary: 'List the purchases of an account',
  tags: ['Purchases'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: AccountPath,
  query: Type.Object({ ...paging, ...purchaseFilters }, strict),
  example: { params: { account: 'team_acme' }, query: { state: 'paid' } },
  success: { schema: PageOf(PurchaseWire), example: { items: [examples.purchase], next_cursor: null } },
  refusals: ['account_not_found'],
  async handler({ store, params: { account }, query }) {
    const page = await store.registry.purchases(account, purchaseFilter(query), pageRequest(query))
    return pageWithin(store, account, page, purchaseWire)
  },
})
