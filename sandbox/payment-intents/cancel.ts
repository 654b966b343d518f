import type { PaymentIntent } from '../wire.ts'
import type { Work } from '../work.ts'

const CANCELLABLE = [
  'requires_action',
  'requires_capture',
  'requires_confirmation',
  'requires_payment_method',
]

export const isCancellable = ({ status }: PaymentIntent): boolean => CANCELLABLE.includes(status)

export function cancelIntent(
  { objects, emit, now }: Work,
  intent: PaymentIntent,
  reason: PaymentIntent['cancellation_reason'],
): PaymentIntent {
  intent.status = 'canceled'
  intent.canceled_at = now
  intent.cancellation_reason = reason
  intent.next_action = null
  intent.amount_capturable = 0
  objects.save(intent)
  emit('payment_intent.canceled', intent)
  return intent
}
