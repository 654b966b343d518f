import type Stripe from 'stripe'
import { createdWithin, expand, paging } from '../http/list.ts'
import {
  boolean,
  either,
  emptyable,
  hash,
  ignored,
  list,
  metadata,
  oneOf,
  positive,
  required,
  takes,
  text,
  unsimulatedAll,
} from '../http/shape.ts'
import { methodData } from '../payment-methods/create.ts'

const captures = oneOf('automatic', 'automatic_async', 'manual')

/** What creating, updating and confirming take alike. */
const common = {
  ...expand,
  allowed_payment_method_types: list(oneOf('card')),
  payment_method: text,
  payment_method_data: methodData,
  payment_method_options: ignored,
  receipt_email: emptyable(text),
  setup_future_usage: emptyable(oneOf('off_session', 'on_session')),
  ...unsimulatedAll(
    'amount_details',
    'excluded_payment_method_types',
    'hooks',
    'payment_details',
    'shipping',
  ),
}

const confirming = {
  ...common,
  error_on_requires_action: boolean,
  mandate_data: ignored,
  off_session: either(boolean, ignored),
  return_url: text,
  use_stripe_sdk: ignored,
  ...unsimulatedAll('confirmation_token', 'mandate', 'radar_options'),
}

const describing = {
  customer: text,
  description: emptyable(text),
  metadata,
  statement_descriptor: text,
  statement_descriptor_suffix: text,
  ...unsimulatedAll('application_fee_amount', 'customer_account', 'payment_method_configuration'),
  ...unsimulatedAll('transfer_data', 'transfer_group'),
}

export const createShape = takes<Stripe.PaymentIntentCreateParams>()({
  ...confirming,
  ...describing,
  amount: required(positive),
  automatic_payment_methods: hash({ enabled: required(boolean), allow_redirects: oneOf('always', 'never') }),
  capture_method: captures,
  confirm: boolean,
  confirmation_method: oneOf('automatic', 'manual'),
  currency: required(text),
  ...unsimulatedAll('on_behalf_of'),
})

export const updateShape = takes<Stripe.PaymentIntentUpdateParams>()({
  ...common,
  ...describing,
  amount: positive,
  currency: text,
  ...unsimulatedAll('capture_method'),
})

export const confirmShape = takes<Stripe.PaymentIntentConfirmParams>()({
  ...confirming,
  ...unsimulatedAll('amount_to_confirm', 'capture_method'),
})

export const captureShape = takes<Stripe.PaymentIntentCaptureParams>()({
  ...expand,
  amount_to_capture: positive,
  final_capture: boolean,
  metadata,
  ...unsimulatedAll('amount_details', 'application_fee_amount', 'hooks', 'payment_details'),
  ...unsimulatedAll('statement_descriptor', 'statement_descriptor_suffix', 'transfer_data'),
})

export const cancelShape = takes<Stripe.PaymentIntentCancelParams>()({
  ...expand,
  cancellation_reason: oneOf('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'),
})

export const listShape = takes<Stripe.PaymentIntentListParams>()({
  ...paging,
  ...createdWithin,
  customer: text,
  ...unsimulatedAll('customer_account'),
})
