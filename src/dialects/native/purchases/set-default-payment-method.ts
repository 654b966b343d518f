import type { Static } from 'typebox'
import { begunUnder } from '../../../core/once-begun.ts'
import { setDefaultCard } from '../../../core/purchases/payment-methods.ts'
import { isRefusal, type Refusal } from '../../../core/refusal.ts'
import type { Call } from '../../../http/call.ts'
import { route } from '../../../http/route.ts'
import * as examples from '../examples.ts'
import { PaymentMethodPath, PaymentMethodWire } from './convert-payment-method.ts'
import { type CardWire, savedCard } from './saved-card.ts'

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
    const { account } = call.params
    // Kept once it is done: a call that nobody answered is done when it comes again, which changes nothing where it was
    // done. One that was answered isn't, because another card may have been chosen since.
    const before = await begunUnder<CardWire>(call.store, call.onceRequest(account), call.now)
    const answer = before ?? (await chosen(call))
    return call.once(account, async () => answer)
  },
})

async function chosen(
  call: Pick<Call<Static<typeof PaymentMethodPath>>, 'buying' | 'params' | 'arrived_at'>,
): Promise<CardWire | Refusal> {
  const { account, payment_method } = call.params
  const card = await savedCard(call)
  if (isRefusal(card)) return card
  const refusal = await setDefaultCard(call.buying, account, payment_method, call.arrived_at)
  return refusal ?? { ...card, is_default: true }
}
