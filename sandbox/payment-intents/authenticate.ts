import { invoicePaymentFailed } from '../invoices/settle.ts'
import { methodOf } from '../payment-methods/method.ts'
import type { PaymentIntent } from '../wire.ts'
import type { Work } from '../work.ts'
import { refused } from './attempt.ts'
import { pay } from './pay.ts'

const FAILED = {
  code: 'payment_intent_authentication_failure',
  message:
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
}

/** What the buyer told the bank on its 3-D Secure page; an intent that no longer waits for it stays as it is. */
export function authenticate(work: Work, intent: PaymentIntent, confirmed: boolean): PaymentIntent {
  if (intent.status !== 'requires_action' || intent.payment_method === null) return intent
  const method = methodOf(work, intent.payment_method)
  if (confirmed) {
    pay(work, intent, method, { present: true, authenticated: true })
    return intent
  }
  refused(work, intent, { ...FAILED, payment_method: structuredClone(method) })
  work.emit('payment_intent.payment_failed', intent)
  const { invoice } = work.objects.hidden(intent.id)
  if (typeof invoice === 'string') invoicePaymentFailed(work, invoice)
  return intent
}
