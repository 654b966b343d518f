import type Stripe from 'stripe'
import { createdWithin, expand, page, paging } from '../http/list.ts'
import { get, post } from '../http/route.ts'
import {
  boolean,
  decimal,
  integer,
  list,
  metadata,
  oneOf,
  required,
  takes,
  text,
  unsimulatedAll,
} from '../http/shape.ts'
import { mergeMetadata } from '../metadata.ts'
import { newPrice, newProduct, priceOf, productOf, unitAmount } from './product.ts'

const product = takes<Stripe.ProductCreateParams>()({
  ...expand,
  active: boolean,
  description: text,
  images: list(text),
  metadata,
  name: required(text),
  unit_label: text,
  ...unsimulatedAll('default_price_data', 'id', 'marketing_features', 'package_dimensions', 'shippable'),
  ...unsimulatedAll('statement_descriptor', 'tax_code', 'tax_details', 'type', 'url'),
})
const price = takes<Stripe.PriceCreateParams>()({
  ...expand,
  currency: required(text),
  metadata,
  nickname: text,
  product: required(text),
  tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified'),
  unit_amount: integer,
  unit_amount_decimal: decimal,
  ...unsimulatedAll('active', 'billing_scheme', 'currency_options', 'custom_unit_amount', 'lookup_key'),
  ...unsimulatedAll(
    'product_data',
    'recurring',
    'tiers',
    'tiers_mode',
    'transfer_lookup_key',
    'transform_quantity',
  ),
})

export const productRoutes = [
  post('/v1/products', product, (work, params) => {
    const made = newProduct(work, { ...params, metadata: mergeMetadata({}, params.metadata) })
    work.emit('product.created', made)
    return made
  }),
  get('/v1/products', { ...paging, ...createdWithin, active: boolean }, (work, { active, ...params }) =>
    page(work, 'product', '/v1/products', params, { where: { active } }),
  ),
  get('/v1/products/:id', expand, (work, _params, id) => productOf(work, id, 'id')),

  post('/v1/prices', price, (work, params) => {
    productOf(work, params.product)
    const details = { ...params, unit_amount_decimal: unitAmount(params, 'price') }
    const made = newPrice(work, { ...details, active: true, metadata: mergeMetadata({}, params.metadata) })
    work.emit('price.created', made)
    return made
  }),
  get(
    '/v1/prices',
    { ...paging, ...createdWithin, active: boolean, product: text },
    (work, { active, product, ...params }) =>
      page(work, 'price', '/v1/prices', params, { where: { active, product } }),
  ),
  get('/v1/prices/:id', expand, (work, _params, id) => priceOf(work, id, 'id')),
]
