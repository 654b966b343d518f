import { collected } from '../charges/charge.ts'
import { refuse } from '../errors.ts'
import type { PaymentIntent } from '../wire.ts'
import type { Work } from '../work.ts'
import { unexpectedState } from './intent.ts'

/** Takes what an authorization holds, or a part of it; the rest is let go. */
export function captureIntent(work: Work, intent: PaymentIntent, amount: number): PaymentIntent {
  const charge = work.objects.find('charge', intent.latest_charge ?? '')
  if (intent.status !== 'requires_capture' || charge === undefined) throw unexpectedState(intent, 'capture')
  if (amount > intent.amount_capturable)
    throw refuse(
      'The amount to capture is greater than the amount that can be captured.',
      'amount_too_large',
      'amount_to_capture',
    )
  charge.captured = true
  charge.amount_captured = amount
  charge.balance_transaction = collected(work, charge)
  intent.amount_received = amount
  intent.amount_capturable = 0
  intent.status = 'succeeded'
  work.objects.save(charge)
  work.objects.save(intent)
  work.emit('charge.captured', charge)
  work.emit('payment_intent.succeeded', intent)
  return intent
}
