import type { SetupPage, SetupRequest } from '../../core/purchases/payments.ts'
import type { Desk } from './desk.ts'
import { harmless } from './errors.ts'

/** The hosted page on which a card is saved and nothing is charged. */
export async function openSetup(
  { stripe }: Desk,
  customer: string,
  { cancel_url, key, success_url }: SetupRequest,
): Promise<SetupPage> {
  const { id, url } = await harmless(
    stripe.checkout.sessions.create(
      {
        mode: 'setup',
        customer,
        allowed_payment_method_types: ['card'],
        success_url,
        ...(cancel_url === null ? {} : { cancel_url }),
      },
      { idempotencyKey: key },
    ),
  )
  return { session: id, url: url ?? success_url }
}
