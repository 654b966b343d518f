import { setDefaultCard } from '../../../core/purchases/payment-methods.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { PaymentMethodPath, PaymentMethodWire } from './convert-payment-method.ts'
import { savedCard } from './saved-card.ts'

export default route({
  method: 'PUT',
  path: '/v1/accounts/:account/payment-methods/:payment_method/default',
  id: 'set_default_payment_method',
  summary: 'Make a saved card the default one',
  tags: ['Payment methods'],
  allow: ['operator', 'admin', 'buyer'],
  params: PaymentMethodPath,
  example: { params: { account: 'team_acme', payment_method: examples.paymentMethod.id } },
  success: { schema: PaymentMethodWire, example: examples.paymentMethod },
  refusals: ['account_not_found', 'payment_method_not_found', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { account, payment_method } = call.params
    const card = await savedCard(call)
    if (isRefusal(card)) return card
    const refusal = await setDefaultCard(call.buying, account, payment_method, call.arrived_at)
    return refusal ?? { ...card, is_default: true }
  },
})
