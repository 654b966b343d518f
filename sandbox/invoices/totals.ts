import { charged } from '../amounts.ts'
import { inner } from '../http/list.ts'
import { type LineTax, sumOf } from '../tax.ts'
import type { Invoice, InvoiceLine } from '../wire.ts'
import type { Work } from '../work.ts'
import { retax } from './line.ts'

export const linesOf = ({ objects }: Work, invoice: Invoice): InvoiceLine[] =>
  objects.all('line_item', { invoice: invoice.id })

/** Works out an invoice's sums and taxes from its lines. */
export function refreshTotals(work: Work, invoice: Invoice): Invoice {
  locate(work, invoice)
  const lines = linesOf(work, invoice)
  for (const line of lines) retax(work, line, invoice.automatic_tax.status === 'complete')
  const taxes = lines.flatMap((line) => line.taxes ?? [])
  const { added, contained } = sumOf(taxes)
  invoice.lines = inner(lines, `/v1/invoices/${invoice.id}/lines`)
  invoice.subtotal = lines.reduce((sum, line) => sum + line.amount, 0)
  invoice.subtotal_excluding_tax = invoice.subtotal - contained
  invoice.total_excluding_tax = invoice.subtotal - contained
  invoice.total = invoice.subtotal + added
  invoice.total_taxes = together(taxes)
  invoice.amount_due = charged(Math.max(0, invoice.total), invoice.currency)
  invoice.amount_remaining = invoice.amount_due - invoice.amount_paid
  return work.objects.save(invoice)
}

/** Automatic tax needs to know where the customer is. */
function locate({ objects, settings }: Work, invoice: Invoice): void {
  const { automatic_tax } = invoice
  if (!automatic_tax.enabled) return
  const customer = objects.find('customer', invoice.customer ?? '')
  invoice.customer_address = customer?.address ?? null
  const known = Boolean(customer?.address?.country) || settings.get().tax === null
  automatic_tax.status = known ? 'complete' : 'requires_location_inputs'
}

function together(taxes: readonly LineTax[]): LineTax[] {
  const sums = new Map<string, LineTax>()
  for (const tax of taxes) {
    const key = `${tax.tax_behavior} ${tax.tax_rate_details?.tax_rate}`
    const sum = sums.get(key)
    if (sum === undefined) sums.set(key, { ...tax })
    else {
      sum.amount += tax.amount
      sum.taxable_amount = (sum.taxable_amount ?? 0) + (tax.taxable_amount ?? 0)
    }
  }
  return [...sums.values()]
}
