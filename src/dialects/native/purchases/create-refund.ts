import Type from 'typebox'
import { noPurchase } from '../../../core/purchases/look-again.ts'
import { refundPurchase } from '../../../core/purchases/refund-purchase.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { isAnyRefusal } from '../../../http/refusals.ts'
import { route } from '../../../http/route.ts'
import { minorOr } from '../convert-money.ts'
import * as examples from '../examples.ts'
import { MoneyIn, nullable, strict, Text } from '../fields.ts'
import { PurchasePath, PurchaseWire, purchaseWire } from './convert-purchase.ts'
import { RefundWire, refundWire } from './convert-refund.ts'

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/purchases/:purchase/refunds',
  id: 'create_refund',
  summary: 'Refund a purchase, in part or whole',
  description:
    'Without an amount, all that is left of it, taxes included. `amount` is money, in the currency of the purchase. ' +
    'Credits are taken back in proportion; those that were spent become a debt or are written off, as the ' +
    "account's `spent_on_refund` says.",
  tags: ['Refunds'],
  allow: ['operator'],
  params: PurchasePath,
  body: Type.Object({ amount: Type.Optional(MoneyIn), reason: Type.Optional(nullable(Text(500))) }, strict),
  bodyOptional: true,
  example: {
    params: { account: 'team_acme', purchase: examples.purchase.id },
    body: { amount: '4.00', reason: 'bought twice' },
  },
  success: {
    status: 201,
    schema: Type.Object({ refund: RefundWire, purchase: PurchaseWire }, { title: 'RefundAnswer' }),
    example: {
      refund: examples.refund,
      purchase: { ...examples.purchase, state: 'partially_refunded', refunded: '4.00', revoked: '400' },
    },
  },
  refusals: [
    'account_not_found',
    'purchase_not_found',
    'purchase_not_refundable',
    'refund_exceeds_purchase',
    'payment_refused',
    'payment_pending',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { account, purchase: id } = call.params
    const { amount, reason = null } = call.body
    const purchase = await call.store.registry.purchase(account, id)
    if (!purchase) return noPurchase(account, id)
    const amount_minor = amount === undefined ? null : minorOr('amount', amount, purchase.currency)
    if (isAnyRefusal(amount_minor)) return amount_minor
    const request = { account, purchase: id, amount_minor, reason, once: call.onceRequest(account) }
    const done = await refundPurchase(call.buying, request, call.now)
    if (isRefusal(done)) return done
    call.replayed = done.replayed
    return { refund: refundWire(done.purchase, done.refund), purchase: purchaseWire(done.purchase) }
  },
})
