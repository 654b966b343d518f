import type Stripe from 'stripe'
import type { Minor } from '../../core/money.ts'

export interface Totals {
  readonly subtotal_minor: Minor | null
  readonly tax_minor: Minor | null
  readonly total_minor: Minor | null
}

const UNKNOWN: Totals = { subtotal_minor: null, tax_minor: null, total_minor: null }

const totals = (total: number, tax: number): Totals => ({
  subtotal_minor: BigInt(total - tax),
  tax_minor: BigInt(tax),
  total_minor: BigInt(total),
})

export const taxOf = ({ total_taxes }: Stripe.Invoice): number =>
  (total_taxes ?? []).reduce((sum, { amount }) => sum + amount, 0)

/** Taxes are worked out when an invoice is finalized, so a draft says nothing for sure. */
export const ofInvoice = (invoice: Stripe.Invoice): Totals =>
  invoice.status === 'draft' ? UNKNOWN : totals(invoice.total, taxOf(invoice))

/** With automatic taxes nothing is sure until the buyer said where they are, which is when it is complete. */
export function ofSession(session: Stripe.Checkout.Session | null): Totals {
  if (!session || session.amount_total === null) return UNKNOWN
  if (session.automatic_tax.enabled && session.status !== 'complete') return UNKNOWN
  return totals(session.amount_total, session.total_details?.amount_tax ?? 0)
}
