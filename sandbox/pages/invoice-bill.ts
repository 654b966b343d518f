import { shown } from '../amounts.ts'
import type { Invoice, InvoiceLine } from '../wire.ts'
import { type Html, html } from './html.ts'

export const day = (seconds: number | null): string =>
  seconds === null
    ? ''
    : new Date(seconds * 1000).toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' })

/** An invoice's sums, from what was bought to what is due. */
export function sumsOf(invoice: Invoice): (readonly [label: string, amount: string])[] {
  const money = (amount: number) => shown(amount, invoice.currency)
  const taxes = (invoice.total_taxes ?? []).map(
    ({ amount, tax_behavior }) =>
      [tax_behavior === 'inclusive' ? 'Tax (included)' : 'Tax', money(amount)] as const,
  )
  const paid = invoice.amount_paid > 0 ? ([['Paid', money(invoice.amount_paid)]] as const) : []
  return [
    ['Subtotal', money(invoice.subtotal)],
    ...taxes,
    ['Total', money(invoice.total)],
    ...paid,
    ['Amount due', money(invoice.amount_remaining)],
  ]
}

export function invoiceBill(invoice: Invoice, lines: readonly InvoiceLine[]): Html {
  const { currency, status } = invoice
  const rows = lines.map(
    ({ amount, description, quantity }) =>
      html`<tr><td>${description ?? 'Item'}${(quantity ?? 1) > 1 ? html` <span class="soft">× ${quantity?.toLocaleString('en-US')}</span>` : ''}</td><td>${shown(amount, currency)}</td></tr>`,
  )
  const sums = sumsOf(invoice)
  const feet = sums.map(
    ([label, amount], index) =>
      html`<tr${index === sums.length - 1 ? html` class="total"` : ''}><td>${label}</td><td>${amount}</td></tr>`,
  )
  const state = {
    paid: html`<div class="alert good">Paid on ${day(invoice.status_transitions.paid_at)}</div>`,
    void: html`<div class="alert note">This invoice was voided; nothing is due.</div>`,
  }[String(status)]
  return html`<div><h1 class="over">Invoice ${invoice.number}</h1><p class="amount">${shown(invoice.total, currency)}</p>
<p class="soft small" style="margin-top:8px">${day(invoice.effective_at)}${invoice.customer_email ? html` · ${invoice.customer_email}` : ''}</p></div>${state}
${invoice.description ? html`<p>${invoice.description}</p>` : ''}
<table class="rows"><tbody>${rows}</tbody><tfoot>${feet}</tfoot></table>`
}
