import { removeCard } from '../../../core/purchases/payment-methods.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { PaymentMethodPath, PaymentMethodWire } from './convert-payment-method.ts'
import { savedCard } from './saved-card.ts'

export default route({
  method: 'DELETE',
  path: '/v1/accounts/:account/payment-methods/:payment_method',
  id: 'remove_payment_method',
  summary: 'Forget a saved card',
  description: 'Answers what it was. Where it was the default one, the newest of the others takes its place.',
  tags: ['Payment methods'],
  allow: ['operator', 'admin', 'buyer'],
  params: PaymentMethodPath,
  example: { params: { account: 'team_acme', payment_method: examples.paymentMethod.id } },
  success: { schema: PaymentMethodWire, example: examples.paymentMethod },
  refusals: ['account_not_found', 'payment_method_not_found', 'idempotency_key_reused'],
  idempotent: true,
  async handler(call) {
    const { account, payment_method } = call.params
    const found = await savedCard(call)
    // Kept before it is done, as it was: a call that comes again finds no card any more, or has still to remove it. It
    // can't remove another one, because a card that was removed never comes back under its id.
    const card = await call.once(account, async () => found)
    // A refusal of the removal itself means that the card is gone already, which is what was asked for.
    if (!isRefusal(card)) await removeCard(call.buying, account, payment_method)
    return card
  },
})
