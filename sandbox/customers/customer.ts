import { missing } from '../errors.ts'
import { newId, random } from '../ids.ts'
import type { Address, Customer } from '../wire.ts'
import type { Work } from '../work.ts'
import { fullAddress } from './address.ts'

export interface CustomerDetails {
  email?: string | null
  name?: string | null
  address?: Partial<Address> | null
}

export function newCustomer({ objects, now }: Work, details: CustomerDetails = {}): Customer {
  return objects.add({
    id: newId('cus', 14),
    object: 'customer',
    address: fullAddress(details.address),
    balance: 0,
    created: now,
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: details.email ?? null,
    invoice_prefix: random(8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: details.name ?? null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  })
}

/** A customer that something is to be done with; one that was deleted is as good as none. */
export function customerOf({ objects }: Work, id: string, param = 'customer'): Customer {
  const customer = objects.find('customer', id)
  if (customer === undefined || 'deleted' in customer)
    throw missing('customer', id, param, param === 'id' ? 404 : 400)
  return customer
}

/** What is left of a deleted customer is that there was one. */
export function bury({ objects }: Work, customer: Customer): object {
  const kept = new Set(['id', 'object'])
  for (const name of Object.keys(customer)) if (!kept.has(name)) Reflect.deleteProperty(customer, name)
  Object.assign(customer, { deleted: true })
  return objects.save(customer)
}
