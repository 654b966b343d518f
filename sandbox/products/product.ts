import { plain, whole } from '../amounts.ts'
import { missing, refuse } from '../errors.ts'
import { newId } from '../ids.ts'
import type { TaxBehavior } from '../tax.ts'
import type { Metadata, Price, Product } from '../wire.ts'
import type { Work } from '../work.ts'

export interface ProductDetails {
  name: string
  description?: string | null
  images?: string[]
  metadata?: Metadata
  unit_label?: string
  active?: boolean
}

export function newProduct({ objects, now }: Work, details: ProductDetails): Product {
  return objects.add({
    id: newId('prod', 14),
    object: 'product',
    active: details.active ?? true,
    created: now,
    default_price: null,
    description: details.description ?? null,
    images: details.images ?? [],
    livemode: false,
    marketing_features: [],
    metadata: details.metadata ?? {},
    name: details.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: details.unit_label ?? null,
    updated: now,
    url: null,
  })
}

export interface PriceDetails {
  currency: string
  product: string
  /** In the smallest unit, with up to twelve decimals. */
  unit_amount_decimal: string
  tax_behavior?: TaxBehavior | undefined
  metadata?: Metadata
  nickname?: string
  /** A price that was given inline is not for sale again. */
  active?: boolean
}

export function newPrice({ objects, now }: Work, details: PriceDetails): Price {
  return objects.add({
    id: newId('price'),
    object: 'price',
    active: details.active ?? false,
    billing_scheme: 'per_unit',
    created: now,
    currency: details.currency.toLowerCase(),
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: details.metadata ?? {},
    nickname: details.nickname ?? null,
    product: details.product,
    recurring: null,
    tax_behavior: details.tax_behavior ?? 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: whole(details.unit_amount_decimal),
    unit_amount_decimal: plain(details.unit_amount_decimal),
  })
}

/** A unit's amount comes as a whole number or as a decimal, and as one of the two. */
export function unitAmount(
  given: { unit_amount?: number; unit_amount_decimal?: string },
  param = 'price_data',
): string {
  const { unit_amount, unit_amount_decimal } = given
  if ((unit_amount === undefined) === (unit_amount_decimal === undefined))
    throw refuse(
      `Give one of ${param}[unit_amount] and ${param}[unit_amount_decimal].`,
      unit_amount === undefined ? 'parameter_missing' : 'parameters_exclusive',
      param,
    )
  return unit_amount_decimal ?? String(unit_amount)
}

export function productOf({ objects }: Work, id: string, param = 'product'): Product {
  const product = objects.find('product', id)
  if (product === undefined) throw missing('product', id, param, param === 'id' ? 404 : 400)
  return product
}

export function priceOf({ objects }: Work, id: string, param = 'price'): Price {
  const price = objects.find('price', id)
  if (price === undefined) throw missing('price', id, param, param === 'id' ? 404 : 400)
  return price
}
