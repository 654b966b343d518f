import type Stripe from 'stripe'
import type { PaymentMethod } from '../../core/purchases/payments.ts'
import type { Desk } from './desk.ts'
import { harmless, orNull } from './errors.ts'
import { idOf } from './expanded.ts'

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
  return methods.map(({ card, id }) => ({
    id,
    brand: card.brand,
    last4: card.last4,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    is_default: id === preferred,
  }))
}

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
