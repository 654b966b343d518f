import type Stripe from 'stripe'
import { times } from '../amounts.ts'
import { malformed, refuse } from '../errors.ts'
import {
  decimal,
  hash,
  integer,
  list,
  metadata,
  oneOf,
  type Params,
  positive,
  required,
  takes,
  text,
  unsimulatedAll,
} from '../http/shape.ts'
import { newId } from '../ids.ts'
import { mergeMetadata } from '../metadata.ts'
import { newPrice, newProduct, priceOf, productOf, unitAmount } from '../products/product.ts'
import { sumOf, type TaxBehavior, taxOn } from '../tax.ts'
import type { LineItem, Price, Session } from '../wire.ts'
import type { Work } from '../work.ts'

const product = hash(
  takes<Stripe.Checkout.SessionCreateParams.LineItem.PriceData.ProductData>()({
    description: text,
    images: list(text),
    metadata,
    name: required(text),
    unit_label: text,
    ...unsimulatedAll('tax_code', 'tax_details'),
  }),
)
const priceData = hash(
  takes<Stripe.Checkout.SessionCreateParams.LineItem.PriceData>()({
    currency: required(text),
    product: text,
    product_data: product,
    tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified'),
    unit_amount: integer,
    unit_amount_decimal: decimal,
    ...unsimulatedAll('recurring'),
  }),
)
const shape = takes<Stripe.Checkout.SessionCreateParams.LineItem>()({
  metadata,
  price: text,
  price_data: priceData,
  quantity: positive,
  ...unsimulatedAll('adjustable_quantity', 'tax_rates'),
})
export const lineItems = list(hash(shape))
type Given = Params<typeof shape>

function priceFor(work: Work, { price, price_data }: Given, at: string): Price {
  if ((price === undefined) === (price_data === undefined))
    throw refuse(`Give one of ${at}[price] and ${at}[price_data].`, 'parameter_missing', at)
  if (price_data === undefined) return priceOf(work, price ?? '', `${at}[price]`)
  const { product: id, product_data } = price_data
  if ((id === undefined) === (product_data === undefined))
    throw refuse(
      `Give one of ${at}[price_data][product] and ${at}[price_data][product_data].`,
      'parameter_missing',
      at,
    )
  const kept =
    product_data === undefined
      ? productOf(work, id ?? '', `${at}[price_data][product]`)
      : newProduct(work, {
          ...product_data,
          active: false,
          metadata: mergeMetadata({}, product_data.metadata),
        })
  const unit_amount_decimal = unitAmount(price_data, `${at}[price_data]`)
  return newPrice(work, { ...price_data, product: kept.id, unit_amount_decimal })
}

/** Puts what is bought into a session, and works out what it comes to. */
export function addLineItems(work: Work, session: Session, items: readonly Given[]): void {
  let subtotal = 0
  let added = 0
  let taxed = 0
  const ids: string[] = []
  items.forEach((given, index) => {
    const at = `line_items[${index}]`
    if (given.quantity === undefined)
      throw malformed(`Missing required param: ${at}[quantity].`, 'parameter_missing', `${at}[quantity]`)
    const item = newLineItem(work, session, priceFor(work, given, at), given)
    if (session.currency !== null && item.currency !== session.currency)
      throw refuse('All line items have to be in one currency.', undefined, at)
    session.currency = item.currency
    ids.push(item.id)
    subtotal += item.amount_subtotal
    added += item.amount_total - item.amount_subtotal
    taxed += item.amount_tax
  })
  session.amount_subtotal = subtotal
  session.amount_total = subtotal + added
  session.total_details = { amount_discount: 0, amount_shipping: 0, amount_tax: taxed }
  if (session.automatic_tax.enabled) session.automatic_tax.status = 'complete'
  work.objects.hide(session.id, { items: ids.join(' ') })
  work.objects.save(session)
}

function newLineItem(work: Work, session: Session, price: Price, given: Given): LineItem {
  const quantity = given.quantity ?? 1
  const amount = times(price.unit_amount_decimal ?? '0', quantity)
  const taxes = session.automatic_tax.enabled ? taxOn(work, amount, price.tax_behavior as TaxBehavior) : []
  const { added, contained } = sumOf(taxes)
  const item: LineItem = {
    id: newId('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: added + contained,
    amount_total: amount + added,
    currency: price.currency,
    description: work.objects.find('product', String(price.product))?.name ?? null,
    metadata: mergeMetadata({}, given.metadata),
    price: structuredClone(price),
    quantity,
  }
  return work.objects.add(item)
}

/** They don't name their session; the session knows them. */
export function lineItemsOf({ objects }: Work, session: Session): LineItem[] {
  const ids = String(objects.hidden(session.id).items ?? '')
  return ids.split(' ').flatMap((id) => objects.find('item', id) ?? [])
}
