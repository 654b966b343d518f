import { createHash } from 'node:crypto'
import { cardOfNumber, cardOfToken, type TestCard } from '../cards/test-cards.ts'
import { fullAddress } from '../customers/address.ts'
import { missing, refuse } from '../errors.ts'
import { newId, random } from '../ids.ts'
import type { Address, PaymentMethod } from '../wire.ts'
import type { Work } from '../work.ts'

export interface MethodDetails {
  exp_month?: number
  exp_year?: number
  cvc_given?: boolean
  billing?: {
    address?: Partial<Address> | null
    email?: string | null
    name?: string | null
    phone?: string | null
    tax_id?: string | null
  }
  metadata?: Record<string, string>
  allow_redisplay?: 'always' | 'limited' | 'unspecified'
}

export function newMethod(
  { objects, now }: Work,
  card: TestCard,
  details: MethodDetails = {},
): PaymentMethod {
  const { billing = {}, cvc_given = true } = details
  const method: PaymentMethod = {
    id: newId('pm'),
    object: 'payment_method',
    allow_redisplay: details.allow_redisplay ?? 'unspecified',
    billing_details: {
      address: fullAddress(billing.address ?? {}),
      email: billing.email ?? null,
      name: billing.name ?? null,
      phone: billing.phone ?? null,
      tax_id: billing.tax_id ?? null,
    },
    card: {
      brand: card.brand,
      checks: {
        address_line1_check: billing.address?.line1 ? 'unchecked' : null,
        address_postal_code_check: billing.address?.postal_code ? 'unchecked' : null,
        cvc_check: cvc_given ? 'unchecked' : null,
      },
      country: card.country ?? 'US',
      display_brand: card.brand,
      exp_month: details.exp_month ?? 12,
      exp_year: details.exp_year ?? new Date(now * 1000).getUTCFullYear() + 8,
      fingerprint: fingerprint(card.number),
      funding: card.funding ?? 'credit',
      generated_from: null,
      last4: card.number.slice(-4),
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: card.brand !== 'amex' },
      wallet: null,
    },
    created: now,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: details.metadata ?? {},
    type: 'card',
  }
  return objects.add(method, { number: card.number, set_up: false, spent: false })
}

/** The same for the same number, as a way to tell that two payment methods are one card. */
const fingerprint = (number: string): string =>
  createHash('sha256').update(`card ${number}`).digest('base64url').replace(/[-_]/g, 'x').slice(0, 16)

/** By its id, or by the name of a ready-made one, of which each use makes one of its own. */
export function methodOf(work: Work, id: string, param = 'payment_method'): PaymentMethod {
  const method = work.objects.find('payment_method', id)
  if (method !== undefined) return method
  const card = cardOfToken(id)
  if (card === undefined) throw missing('PaymentMethod', id, param, param === 'id' ? 404 : 400)
  return newMethod(work, card)
}

export function cardOf({ objects }: Work, method: PaymentMethod): TestCard {
  return cardOfNumber(String(objects.hidden(method.id).number)) as TestCard
}

/** Refuses a payment method that isn't this customer's, or that was used up. */
export function checkUsable({ objects }: Work, method: PaymentMethod, customer: string | null): void {
  if (method.customer !== null && method.customer !== customer)
    throw refuse(
      customer === null
        ? 'The payment method you provided is attached to a customer; provide that customer in the request too.'
        : `The customer does not have a payment method with the ID ${method.id}. The payment method must be attached to the customer.`,
      customer === null ? undefined : 'resource_missing',
      'payment_method',
    )
  if (objects.hidden(method.id).spent)
    throw refuse(
      'This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, and may not be used again.',
      'payment_method_unexpected_state',
      'payment_method',
    )
}

/** A name for what can't be guessed, such as the secret of an intent. */
export const secretOf = (id: string): string => `${id}_secret_${random(25)}`
