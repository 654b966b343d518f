import { noPurchase } from '../../../core/purchases/look-again.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { PurchasePath, PurchaseStoryWire, purchaseStoryWire } from './convert-purchase.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/purchases/:purchase',
  id: 'get_purchase',
  summary: 'Get a purchase',
  description: 'With every state that it went through, and what caused it.',
  tags: ['Purchases'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: PurchasePath,
  example: { params: { account: 'team_acme', purchase: examples.purchase.id } },
  success: { schema: PurchaseStoryWire, example: examples.purchaseStory },
  refusals: ['account_not_found', 'purchase_not_found'],
  async handler({ store: { registry }, params: { account, purchase: id } }) {
    const purchase = await registry.purchase(account, id)
    if (!purchase) return noPurchase(account, id)
    return purchaseStoryWire(purchase, await registry.transitions(account, id))
  },
})
