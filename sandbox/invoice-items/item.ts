import { plain, times } from '../amounts.ts'
import { refuse } from '../errors.ts'
import { newId } from '../ids.ts'
import { newPrice, priceOf, productOf, unitAmount } from '../products/product.ts'
import type { TaxBehavior } from '../tax.ts'
import type { InvoiceItem, Metadata } from '../wire.ts'
import type { Work } from '../work.ts'

interface PriceData {
  currency: string
  product: string
  tax_behavior?: TaxBehavior
  unit_amount?: number
  unit_amount_decimal?: string
}

/** What an item costs: an amount, a unit's amount, a price made here or one that is kept. */
export interface Costing {
  amount?: number
  quantity?: number
  unit_amount_decimal?: string
  price_data?: PriceData
  pricing?: { price?: string }
  currency?: string
  tax_behavior?: TaxBehavior
}

export interface Cost {
  amount: number
  currency: string
  pricing: InvoiceItem['pricing']
  quantity: number
  tax_behavior: TaxBehavior
}

export function costOf(work: Work, given: Costing, currency: string): Cost {
  const { amount, quantity = 1, price_data, pricing, unit_amount_decimal } = given
  const ways = [amount, price_data, pricing?.price, unit_amount_decimal].filter((way) => way !== undefined)
  if (ways.length > 1)
    throw refuse(
      'Give only one of amount, unit_amount_decimal, pricing[price] and price_data.',
      'parameters_exclusive',
    )
  const tax_behavior = given.tax_behavior ?? 'unspecified'
  const flat = (unit: string, sum: number) => ({
    amount: sum,
    currency: (given.currency ?? currency).toLowerCase(),
    pricing: { type: 'price_details' as const, unit_amount_decimal: plain(unit) },
    quantity,
    tax_behavior,
  })
  if (unit_amount_decimal !== undefined)
    return flat(unit_amount_decimal, times(unit_amount_decimal, quantity))
  if (price_data === undefined && pricing?.price === undefined) {
    if (amount === undefined)
      throw refuse(
        'Missing required param: amount, unit_amount_decimal, pricing[price] or price_data.',
        'parameter_missing',
        'amount',
      )
    if (given.quantity !== undefined && given.quantity !== 1)
      throw refuse(
        'An amount goes with no quantity; give unit_amount_decimal.',
        'parameters_exclusive',
        'quantity',
      )
    return flat(String(amount), amount)
  }
  const price =
    price_data === undefined
      ? priceOf(work, pricing?.price ?? '', 'pricing[price]')
      : newPrice(work, {
          ...price_data,
          product: productOf(work, price_data.product, 'price_data[product]').id,
          unit_amount_decimal: unitAmount(price_data),
        })
  const unit = price.unit_amount_decimal ?? '0'
  return {
    amount: times(unit, quantity),
    currency: price.currency,
    pricing: {
      price_details: { price: price.id, product: String(price.product) },
      type: 'price_details',
      unit_amount_decimal: unit,
    },
    quantity,
    tax_behavior: given.tax_behavior ?? (price.tax_behavior as TaxBehavior) ?? 'unspecified',
  }
}

export interface ItemDetails {
  customer: string
  invoice: string | null
  description?: string | null
  discountable?: boolean
  metadata?: Metadata
  period?: { start: number; end: number }
}

export function newItem({ objects, now }: Work, details: ItemDetails, cost: Cost): InvoiceItem {
  const item: InvoiceItem = {
    id: newId('ii'),
    object: 'invoiceitem',
    amount: cost.amount,
    currency: cost.currency,
    customer: details.customer,
    customer_account: null,
    date: now,
    description: details.description ?? null,
    discountable: details.discountable ?? true,
    discounts: [],
    invoice: details.invoice,
    livemode: false,
    metadata: details.metadata ?? {},
    net_amount: cost.amount,
    parent: null,
    period: details.period ?? { end: now, start: now },
    pricing: cost.pricing,
    proration: false,
    quantity: cost.quantity,
    quantity_decimal: String(cost.quantity),
    tax_rates: [],
    test_clock: null,
  }
  return objects.add(item, { tax_behavior: cost.tax_behavior })
}
