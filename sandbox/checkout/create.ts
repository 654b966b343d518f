import type Stripe from 'stripe'
import { customerOf } from '../customers/customer.ts'
import { malformed, refuse } from '../errors.ts'
import { expand } from '../http/list.ts'
import {
  boolean,
  emptyable,
  hash,
  ignored,
  integer,
  list,
  metadata,
  oneOf,
  type Params,
  required,
  takes,
  text,
  unsimulatedAll,
} from '../http/shape.ts'
import { mergeMetadata } from '../metadata.ts'
import { checkAmount } from '../payment-intents/intent.ts'
import { newSetup } from '../setup-intents/intent.ts'
import type { Session } from '../wire.ts'
import type { Work } from '../work.ts'
import { addLineItems, lineItems } from './line-items.ts'
import { newSession } from './session.ts'

const HOUR = 3600

const auto = oneOf('auto', 'never')
const invoiceData = hash(
  takes<Stripe.Checkout.SessionCreateParams.InvoiceCreation.InvoiceData>()({
    description: text,
    footer: text,
    metadata,
    rendering_options: ignored,
    ...unsimulatedAll('account_tax_ids', 'custom_fields', 'issuer'),
  }),
)
export const createShape = takes<Stripe.Checkout.SessionCreateParams>()({
  ...expand,
  adaptive_pricing: ignored,
  allowed_payment_method_types: list(oneOf('card')),
  allow_promotion_codes: boolean,
  automatic_tax: hash(
    takes<Stripe.Checkout.SessionCreateParams.AutomaticTax>()({
      enabled: required(boolean),
      ...unsimulatedAll('liability'),
    }),
  ),
  billing_address_collection: oneOf('auto', 'required'),
  cancel_url: text,
  client_reference_id: text,
  currency: text,
  customer: text,
  customer_creation: oneOf('always', 'if_required'),
  customer_email: text,
  customer_update: hash({ address: auto, name: auto, shipping: auto }),
  expires_at: integer,
  invoice_creation: hash({ enabled: required(boolean), invoice_data: invoiceData }),
  line_items: lineItems,
  locale: text,
  metadata: emptyable(metadata),
  mode: required(oneOf('payment', 'setup', 'subscription')),
  payment_intent_data: hash(
    takes<Stripe.Checkout.SessionCreateParams.PaymentIntentData>()({
      description: text,
      metadata,
      receipt_email: text,
      setup_future_usage: oneOf('off_session', 'on_session'),
      statement_descriptor: text,
      statement_descriptor_suffix: text,
      ...unsimulatedAll('application_fee_amount', 'capture_method', 'on_behalf_of', 'shipping'),
      ...unsimulatedAll('transfer_data', 'transfer_group'),
    }),
  ),
  payment_method_options: ignored,
  saved_payment_method_options: hash(
    takes<Stripe.Checkout.SessionCreateParams.SavedPaymentMethodOptions>()({
      allow_redisplay_filters: list(oneOf('always', 'limited', 'unspecified')),
      payment_method_remove: oneOf('disabled', 'enabled'),
      payment_method_save: oneOf('disabled', 'enabled'),
    }),
  ),
  setup_intent_data: hash(
    takes<Stripe.Checkout.SessionCreateParams.SetupIntentData>()({
      description: text,
      metadata,
      ...unsimulatedAll('on_behalf_of'),
    }),
  ),
  submit_type: oneOf('auto', 'book', 'donate', 'pay', 'subscribe'),
  success_url: text,
  ui_mode: oneOf('hosted_page'),
  ...unsimulatedAll('after_expiration', 'branding_settings', 'consent_collection'),
  ...unsimulatedAll(
    'custom_fields',
    'custom_text',
    'customer_account',
    'discounts',
    'excluded_payment_method_types',
  ),
  ...unsimulatedAll('integration_identifier', 'managed_payments', 'name_collection', 'optional_items'),
  ...unsimulatedAll('origin_context', 'payment_method_collection', 'payment_method_configuration'),
  ...unsimulatedAll(
    'payment_method_data',
    'permissions',
    'phone_number_collection',
    'redirect_on_completion',
  ),
  ...unsimulatedAll('return_url', 'shipping_address_collection', 'shipping_options', 'subscription_data'),
  ...unsimulatedAll('tax_id_collection', 'wallet_options'),
})
type Given = Params<typeof createShape>

export function createSession(work: Work, params: Given): Session {
  check(work, params)
  const { mode, payment_intent_data: intended = {}, invoice_creation: invoicing } = params
  const payment = mode !== 'setup'
  const customer = params.customer === undefined ? null : customerOf(work, params.customer).id
  const session = newSession(work, {
    ...params,
    mode: payment ? 'payment' : 'setup',
    success_url: params.success_url ?? '',
    currency: params.currency?.toLowerCase() ?? null,
    customer,
    customer_email: params.customer_email ?? null,
    customer_creation: customer === null ? (params.customer_creation ?? 'if_required') : null,
    expires_at: params.expires_at ?? work.now + 24 * HOUR,
    automatic_tax: params.automatic_tax?.enabled ?? false,
    invoice_creation: payment ? invoiceCreation(invoicing) : null,
    metadata: mergeMetadata({}, params.metadata),
  })
  const intent = { ...intended, metadata: mergeMetadata({}, intended.metadata) }
  const updates = JSON.stringify(params.customer_update ?? {})
  work.objects.hide(session.id, { intent: JSON.stringify(intent), updates })
  if (payment) {
    addLineItems(work, session, params.line_items ?? [])
    checkAmount(session.amount_total ?? 0, session.currency ?? '')
  } else {
    const { description = null, metadata: data } = params.setup_intent_data ?? {}
    const setup = newSetup(work, { customer, description, metadata: mergeMetadata({}, data) })
    work.objects.hide(setup.id, { session: session.id })
    session.setup_intent = setup.id
  }
  return work.objects.save(session)
}

function invoiceCreation(given: Given['invoice_creation']): Session['invoice_creation'] {
  const data = given?.invoice_data
  return {
    enabled: given?.enabled ?? false,
    invoice_data: {
      account_tax_ids: null,
      custom_fields: null,
      description: data?.description ?? null,
      footer: data?.footer ?? null,
      issuer: null,
      metadata: mergeMetadata({}, data?.metadata),
      rendering_options: null,
    },
  }
}

function check(work: Work, params: Given): void {
  const { customer, expires_at, mode } = params
  const needed = (name: string) => malformed(`Missing required param: ${name}.`, 'parameter_missing', name)
  if (mode === 'subscription')
    throw refuse("The sandbox does not simulate the mode 'subscription'.", 'sandbox_unsimulated', 'mode')
  if (params.success_url === undefined) throw needed('success_url')
  for (const name of ['success_url', 'cancel_url'] as const) {
    const url = params[name]
    if (url !== undefined && !/^https?:\/\/[^\s]+$/.test(url))
      throw malformed('Not a valid URL', 'url_invalid', name)
  }
  if (mode === 'payment' && !params.line_items?.length) throw needed('line_items')
  if (mode === 'setup' && params.line_items !== undefined)
    throw refuse('`line_items` go with no session in setup mode.', undefined, 'line_items')
  if (mode === 'setup' && params.currency === undefined && params.allowed_payment_method_types === undefined)
    throw needed('currency')
  if (customer !== undefined && params.customer_email !== undefined)
    throw refuse(
      'You may only specify one of these parameters: customer, customer_email.',
      'parameters_exclusive',
    )
  if (
    expires_at !== undefined &&
    (expires_at < work.now + HOUR / 2 - 5 || expires_at > work.now + 24 * HOUR + 5)
  )
    throw refuse(
      'The `expires_at` timestamp must be 30 minutes to 24 hours from now.',
      undefined,
      'expires_at',
    )
  const located = customer === undefined || Boolean(customerOf(work, customer).address?.country)
  if (params.automatic_tax?.enabled && !located && params.customer_update?.address !== 'auto')
    throw refuse(
      "Automatic tax calculation in Checkout requires a valid address on the Customer. Add one, or set `customer_update[address]` to 'auto' to save the address entered in Checkout to the Customer.",
      'customer_tax_location_invalid',
    )
}
