import { decideSaving } from '../cards/decision.ts'
import { ApiError, refuse } from '../errors.ts'
import type { Customer, PaymentMethod } from '../wire.ts'
import type { Work } from '../work.ts'
import { cardOf } from './method.ts'

/** Saves a card with a customer. The bank is asked, and a card that would decline can't be saved. */
export function attach(work: Work, method: PaymentMethod, customer: Customer): PaymentMethod {
  if (method.customer === customer.id) return method
  if (method.customer !== null)
    throw refuse(
      'The payment method you provided has already been attached to a customer.',
      'payment_method_unexpected_state',
    )
  if (work.objects.hidden(method.id).spent)
    throw refuse(
      'This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, and may not be used again.',
      'payment_method_unexpected_state',
      'payment_method',
    )
  const decision = decideSaving(cardOf(work, method), { present: false, authenticated: false, set_up: false })
  if (decision.outcome === 'declined')
    throw new ApiError(402, { type: 'card_error', ...decision.decline }, { keeps: false })
  return keep(work, method, customer.id)
}

/** Saves it without asking, where it has just been charged or set up. */
export function keep({ objects, emit }: Work, method: PaymentMethod, customer: string): PaymentMethod {
  if (method.customer === customer) return method
  method.customer = customer
  const checks = method.card?.checks
  if (checks)
    for (const name of Object.keys(checks) as (keyof typeof checks)[]) if (checks[name]) checks[name] = 'pass'
  objects.save(method)
  emit('payment_method.attached', method)
  return method
}

export function detach({ objects, emit }: Work, method: PaymentMethod): PaymentMethod {
  if (method.customer === null)
    throw refuse(
      `The payment method you provided is not attached to a customer so detachment is impossible.`,
      'payment_method_unexpected_state',
    )
  const customer = objects.find('customer', method.customer)
  if (customer?.invoice_settings?.default_payment_method === method.id) {
    customer.invoice_settings.default_payment_method = null
    objects.save(customer)
  }
  const previous = { customer: method.customer }
  method.customer = null
  objects.hide(method.id, { spent: true })
  objects.save(method)
  emit('payment_method.detached', method, previous)
  return method
}
