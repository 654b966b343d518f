import type Stripe from 'stripe'
import type { PaymentMethod } from '../../core/purchases/payments.ts'
import type { Desk } from './desk.ts'
import { harmless, orNull } from './errors.ts'
import { idOf, wholeOf } from './expanded.ts'

/** The customer's saved cards, newest first. Where none was chosen as the default, the newest is what is charged. */
export async function paymentMethods({ stripe }: Desk, customer: string): Promise<readonly PaymentMethod[]> {
  const [owner, saved] = await harmless(
    Promise.all([
      orNull(stripe.customers.retrieve(customer)),
      orNull(stripe.paymentMethods.list({ customer, type: 'card', limit: 100 })),
    ]),
  )
  const methods = (saved?.data ?? []).flatMap((method) =>
    method.card ? [{ ...method, card: method.card }] : [],
  )
  const chosen = !owner || owner.deleted ? null : idOf(owner.invoice_settings.default_payment_method)
  const preferred = methods.some(({ id }) => id === chosen) ? chosen : methods[0]?.id
  return methods.map(({ card, id }) => methodOf(id, card, id === preferred))
}

/** In one call, as long as the customer has a default card: thousands of renewals ask for it. */
export async function defaultCard(desk: Desk, customer: string): Promise<PaymentMethod | null> {
  const expand = ['invoice_settings.default_payment_method']
  const owner = await harmless(orNull(desk.stripe.customers.retrieve(customer, { expand })))
  const chosen = !owner || owner.deleted ? null : wholeOf(owner.invoice_settings.default_payment_method)
  if (chosen?.card && idOf(chosen.customer) === customer) return methodOf(chosen.id, chosen.card, true)
  return (await paymentMethods(desk, customer)).find(({ is_default }) => is_default) ?? null
}

const methodOf = (
  id: string,
  { brand, last4, exp_month, exp_year }: Stripe.PaymentMethod.Card,
  is_default: boolean,
): PaymentMethod => ({ id, brand, last4, exp_month, exp_year, is_default })

export async function setDefault(desk: Desk, customer: string, id: string): Promise<boolean> {
  if (!(await isCardOf(desk, customer, id))) return false
  const invoice_settings = { default_payment_method: id }
  await harmless(desk.stripe.customers.update(customer, { invoice_settings }))
  return true
}

export async function detach(desk: Desk, customer: string, id: string): Promise<boolean> {
  if (!(await isCardOf(desk, customer, id))) return false
  await harmless(desk.stripe.paymentMethods.detach(id))
  return true
}

async function isCardOf({ stripe }: Desk, customer: string, id: string): Promise<boolean> {
  const method: Stripe.PaymentMethod | null = await harmless(orNull(stripe.paymentMethods.retrieve(id)))
  return idOf(method?.customer) === customer
}
