import { missing } from '../errors.ts'
import { random } from '../ids.ts'
import type { Metadata, Session } from '../wire.ts'
import type { Work } from '../work.ts'

export interface SessionDetails {
  mode: 'payment' | 'setup'
  success_url: string
  cancel_url?: string
  currency: string | null
  customer: string | null
  customer_email: string | null
  customer_creation: Session['customer_creation']
  client_reference_id?: string
  expires_at: number
  automatic_tax: boolean
  allow_promotion_codes?: boolean
  allowed_payment_method_types?: string[]
  billing_address_collection?: Session['billing_address_collection']
  invoice_creation: Session['invoice_creation']
  locale?: string
  metadata: Metadata
  saved_payment_method_options?: Partial<NonNullable<Session['saved_payment_method_options']>>
  submit_type?: Session['submit_type']
}

export function newSession({ objects, now, url }: Work, details: SessionDetails): Session {
  const id = `cs_test_${random(58)}`
  const { customer_email, mode } = details
  const payment = mode === 'payment'
  const session: Session = {
    id,
    object: 'checkout.session',
    adaptive_pricing: payment ? { enabled: false } : null,
    after_expiration: null,
    allow_promotion_codes: details.allow_promotion_codes ?? null,
    allowed_payment_method_types: details.allowed_payment_method_types ?? null,
    amount_subtotal: payment ? 0 : null,
    amount_total: payment ? 0 : null,
    automatic_tax: {
      enabled: details.automatic_tax,
      liability: details.automatic_tax ? { type: 'self' } : null,
      provider: details.automatic_tax ? 'stripe' : null,
      status: null,
    },
    billing_address_collection: details.billing_address_collection ?? null,
    cancel_url: details.cancel_url ?? null,
    client_reference_id: details.client_reference_id ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: now,
    currency: details.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: details.customer,
    customer_account: null,
    customer_creation: details.customer_creation,
    customer_details: customer_email === null ? null : detailsOf(customer_email),
    customer_email,
    discounts: payment ? [] : null,
    expires_at: details.expires_at,
    integration_identifier: null,
    invoice: null,
    invoice_creation: details.invoice_creation,
    livemode: false,
    locale: (details.locale ?? null) as Session['locale'],
    managed_payments: null,
    metadata: details.metadata,
    mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: payment ? 'if_required' : 'always',
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_method_types: ['card'],
    payment_status: payment ? 'unpaid' : 'no_payment_required',
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: {
      allow_redisplay_filters: ['always'],
      payment_method_remove: 'disabled',
      payment_method_save: null,
      ...details.saved_payment_method_options,
    },
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: details.submit_type ?? null,
    subscription: null,
    success_url: details.success_url,
    total_details: payment ? { amount_discount: 0, amount_shipping: 0, amount_tax: 0 } : null,
    ui_mode: 'hosted_page',
    url: `${url}/c/pay/${id}`,
    wallet_options: null,
  }
  objects.add(session, {}, details.expires_at)
  return session
}

export function detailsOf(
  email: string | null,
  name: string | null = null,
  address: NonNullable<Session['customer_details']>['address'] = null,
): NonNullable<Session['customer_details']> {
  return {
    address,
    business_name: null,
    email,
    individual_name: null,
    name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  }
}

export function sessionOf({ objects }: Work, id: string): Session {
  const session = objects.find('checkout.session', id)
  if (session === undefined) throw missing('checkout.session', id)
  return session
}

/** Where the buyer goes when it is done; the page's id is put where the URL asks for it. */
export const successUrl = (session: Session): string =>
  (session.success_url ?? '').replaceAll('{CHECKOUT_SESSION_ID}', session.id)
