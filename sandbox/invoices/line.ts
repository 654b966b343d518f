import { newId } from '../ids.ts'
import { type TaxBehavior, taxOn } from '../tax.ts'
import type { Invoice, InvoiceItem, InvoiceLine } from '../wire.ts'
import type { Work } from '../work.ts'

/** An item as a line of the invoice that it goes onto. */
export function newLine({ objects }: Work, invoice: Invoice, item: InvoiceItem): InvoiceLine {
  const line: InvoiceLine = {
    id: newId('il'),
    object: 'line_item',
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    discount_amounts: [],
    discountable: item.discountable,
    discounts: [],
    invoice: invoice.id,
    livemode: false,
    metadata: { ...item.metadata },
    parent: {
      invoice_item_details: {
        invoice_item: item.id,
        proration: false,
        proration_details: { credited_items: null },
        subscription: null,
      },
      subscription_item_details: null,
      type: 'invoice_item_details',
    },
    period: { ...item.period },
    pretax_credit_amounts: [],
    pricing: structuredClone(item.pricing),
    quantity: item.quantity,
    quantity_decimal: item.quantity_decimal,
    subscription: null,
    subtotal: item.amount,
    taxes: [],
  }
  return objects.add(line, { tax_behavior: objects.hidden(item.id).tax_behavior ?? 'unspecified' })
}

export function retax(work: Work, line: InvoiceLine, taxed: boolean): void {
  const behavior = work.objects.hidden(line.id).tax_behavior as TaxBehavior
  line.taxes = taxed ? taxOn(work, line.amount, behavior) : []
  work.objects.save(line)
}

export function lineOfItem({ objects }: Work, item: InvoiceItem): InvoiceLine | undefined {
  const lines = objects.all('line_item', { invoice: item.invoice ?? '' })
  return lines.find((line) => line.parent?.invoice_item_details?.invoice_item === item.id)
}
