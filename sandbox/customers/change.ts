import type Stripe from 'stripe'
import { refuse } from '../errors.ts'
import { expand } from '../http/list.ts'
import {
  emptyable,
  hash,
  ignored,
  list,
  metadata,
  oneOf,
  type Params,
  takes,
  text,
  unsimulatedAll,
} from '../http/shape.ts'
import { mergeMetadata } from '../metadata.ts'
import { methodOf } from '../payment-methods/method.ts'
import type { Customer } from '../wire.ts'
import type { Work } from '../work.ts'
import { addressField, fullAddress } from './address.ts'

const line = emptyable(text)

/** What both creating and updating a customer take. */
export const changeShape = {
  ...expand,
  address: emptyable(addressField),
  description: line,
  email: line,
  invoice_settings: hash(
    takes<Stripe.CustomerUpdateParams.InvoiceSettings>()({
      default_payment_method: line,
      ...unsimulatedAll('custom_fields', 'footer', 'rendering_options'),
    }),
  ),
  metadata,
  name: line,
  phone: line,
  preferred_locales: list(text),
  shipping: emptyable(hash({ address: addressField, name: text, phone: text })),
  tax: hash({ ip_address: ignored, validate_location: ignored }),
  tax_exempt: emptyable(oneOf('exempt', 'none', 'reverse')),
  validate: ignored,
  ...unsimulatedAll('balance', 'business_name', 'cash_balance', 'individual_name', 'invoice_prefix'),
  ...unsimulatedAll('next_invoice_sequence', 'source'),
}

export function changeCustomer(work: Work, customer: Customer, params: Params<typeof changeShape>): void {
  for (const field of ['description', 'email', 'name', 'phone'] as const)
    if (params[field] !== undefined) customer[field] = params[field]
  if (params.address !== undefined) customer.address = fullAddress(params.address)
  if (params.preferred_locales !== undefined) customer.preferred_locales = params.preferred_locales
  if (params.tax_exempt !== undefined) customer.tax_exempt = params.tax_exempt ?? 'none'
  if (params.shipping !== undefined) customer.shipping = shipping(params.shipping)
  customer.metadata = mergeMetadata(customer.metadata, params.metadata)
  const method = params.invoice_settings?.default_payment_method
  if (method !== undefined) setDefault(work, customer, method)
  work.objects.save(customer)
}

function setDefault(work: Work, customer: Customer, method: string | null): void {
  const param = 'invoice_settings[default_payment_method]'
  if (method !== null && methodOf(work, method, param).customer !== customer.id)
    throw refuse(
      `The customer does not have a payment method with the ID ${method}; attach it first.`,
      'resource_missing',
      param,
    )
  customer.invoice_settings.default_payment_method = method
}

function shipping(given: Params<typeof changeShape>['shipping']): Customer['shipping'] {
  if (given === null || given === undefined) return null
  const address = fullAddress(given.address) ?? undefined
  return { ...given, ...(address === undefined ? {} : { address }) } as Customer['shipping']
}

/** The fields that are not as they were, with what they were: an event's previous attributes. */
export function differences<T extends object>(past: T, present: T): Record<string, unknown> {
  const then = Object.entries(past)
  const now = present as Record<string, unknown>
  return Object.fromEntries(
    then.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(now[name])),
  )
}
