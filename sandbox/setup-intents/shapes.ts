import type Stripe from 'stripe'
import { createdWithin, expand, paging } from '../http/list.ts'
import {
  boolean,
  emptyable,
  hash,
  ignored,
  list,
  metadata,
  oneOf,
  required,
  takes,
  text,
  unsimulatedAll,
} from '../http/shape.ts'
import { methodData } from '../payment-methods/create.ts'

const common = {
  ...expand,
  allowed_payment_method_types: list(oneOf('card')),
  payment_method: text,
  payment_method_data: methodData,
  payment_method_options: ignored,
}
const describing = {
  customer: text,
  description: emptyable(text),
  metadata,
  ...unsimulatedAll('attach_to_self', 'customer_account', 'excluded_payment_method_types'),
  ...unsimulatedAll('flow_directions', 'payment_method_configuration'),
}
const confirming = {
  ...common,
  mandate_data: ignored,
  return_url: text,
  use_stripe_sdk: ignored,
  ...unsimulatedAll('confirmation_token'),
}

export const confirmShape = takes<Stripe.SetupIntentConfirmParams>()(confirming)

export const createShape = takes<Stripe.SetupIntentCreateParams>()({
  ...confirming,
  ...describing,
  automatic_payment_methods: hash({ enabled: required(boolean), allow_redirects: oneOf('always', 'never') }),
  confirm: boolean,
  usage: oneOf('off_session', 'on_session'),
  ...unsimulatedAll('on_behalf_of', 'single_use'),
})

export const updateShape = takes<Stripe.SetupIntentUpdateParams>()({ ...common, ...describing })

export const listShape = takes<Stripe.SetupIntentListParams>()({
  ...paging,
  ...createdWithin,
  customer: text,
  payment_method: text,
  ...unsimulatedAll('attach_to_self', 'customer_account'),
})
