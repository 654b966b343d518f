import type { Static } from 'typebox'
import { paymentMethods } from '../../../core/purchases/payment-methods.ts'
import { type Refusal, refuse } from '../../../core/refusal.ts'
import type { Call } from '../../../http/call.ts'
import { type PaymentMethodWire, paymentMethodWire } from './convert-payment-method.ts'

export type CardWire = Static<typeof PaymentMethodWire>

/** The saved card that a change is about, as it is now. */
export async function savedCard({
  buying,
  params: { account, payment_method },
}: Pick<Call<{ readonly account: string; readonly payment_method: string }>, 'buying' | 'params'>): Promise<
  CardWire | Refusal
> {
  const card = (await paymentMethods(buying, account)).find(({ id }) => id === payment_method)
  return card
    ? paymentMethodWire(card)
    : refuse(
        'payment_method_not_found',
        `The account has no saved card ${payment_method}. List its payment methods.`,
      )
}
