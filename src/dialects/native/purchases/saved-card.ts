import type { Static } from 'typebox'
import { paymentMethods } from '../../../core/purchases/payment-methods.ts'
import { type Refusal, refuse } from '../../../core/refusal.ts'
import type { Call } from '../../../http/call.ts'
import { type PaymentMethodWire, paymentMethodWire } from './convert-payment-method.ts'

type CardWire = Static<typeof PaymentMethodWire>

/**
 * The saved card that a change is about, as it was when the caller's key came first. So the change itself, which
 * happens outside any transaction and may be repeated at will, is done again by a replay and answered the same.
 */
export async function savedCard(
  call: Call<{ readonly account: string; readonly payment_method: string }>,
): Promise<CardWire | Refusal> {
  const { account, payment_method } = call.params
  const card = (await paymentMethods(call.buying, account)).find(({ id }) => id === payment_method)
  return call.once(account, async () =>
    card
      ? paymentMethodWire(card)
      : refuse(
          'payment_method_not_found',
          `The account has no saved card ${payment_method}. List its payment methods.`,
        ),
  )
}
