import { noPurchase } from '../../../core/purchases/look-again.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { PageOf } from '../page.ts'
import { PurchasePath } from './convert-purchase.ts'
import { RefundWire, refundsWire } from './convert-refund.ts'

export default route({
  method: 'GET',
  path: '/v1/accounts/:account/purchases/:purchase/refunds',
  id: 'list_refunds',
  summary: 'List the refunds of a purchase',
  description: 'Oldest first, with those that were made in the dashboard.',
  tags: ['Refunds'],
  allow: ['operator', 'admin', 'spender', 'viewer', 'buyer'],
  params: PurchasePath,
  example: { params: { account: 'team_acme', purchase: examples.purchase.id } },
  success: { schema: PageOf(RefundWire), example: { items: [examples.refund], next_cursor: null } },
  refusals: ['account_not_found', 'purchase_not_found'],
  async handler({ store: { registry }, params: { account, purchase: id } }) {
    const purchase = await registry.purchase(account, id)
    if (!purchase) return noPurchase(account, id)
    return { items: refundsWire(purchase, await registry.refunds(account, id)), next_cursor: null }
  },
})
