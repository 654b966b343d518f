import type Stripe from 'stripe'
import { idOf, wholeOf } from './expanded.ts'

/** What Stripe has of a purchase, at one look. */
export interface Seen {
  readonly session: Stripe.Checkout.Session | null
  readonly invoice: Stripe.Invoice | null
  /** With its latest charge. */
  readonly intent: Stripe.PaymentIntent | null
  /** The other intents that paid a part of the invoice, with theirs. */
  readonly others: readonly Stripe.PaymentIntent[]
  readonly refunds: readonly Stripe.Refund[]
  readonly disputes: readonly Stripe.Dispute[]
}

export const NOTHING: Seen = {
  session: null,
  invoice: null,
  intent: null,
  others: [],
  refunds: [],
  disputes: [],
}

/**
 * Of an invoice's payments the one that pays it. As long as something is left to pay, that is the one which was made with
 * the invoice, whatever others paid of it: Stripe keeps it at what is left.
 */
export function payingOf(
  payments: readonly Stripe.InvoicePayment[],
  invoice: Stripe.Invoice | null,
): Stripe.InvoicePayment | undefined {
  const all = payments.filter(({ payment }) => payment.payment_intent)
  const usual = all.find((one) => one.is_default)
  if (invoice?.status === 'open' && usual) return usual
  const paid = all.filter(isPaid).sort((a, b) => (b.amount_paid ?? 0) - (a.amount_paid ?? 0))
  return paid[0] ?? usual ?? all[0]
}

export const isPaid = ({ status }: Stripe.InvoicePayment): boolean => status === 'paid'

/** The intent that pays an invoice. The API tells it by the invoice's payments alone. */
export const intentOf = (invoice: Stripe.Invoice): string | null =>
  idOf(payingOf(invoice.payments?.data ?? [], invoice)?.payment.payment_intent)

export const chargeOf = (intent: Stripe.PaymentIntent | null): Stripe.Charge | null =>
  wholeOf(intent?.latest_charge)

/** Whether a card was tried: then it is never tried again. */
export const wasTried = ({ last_payment_error, latest_charge, status }: Stripe.PaymentIntent): boolean =>
  last_payment_error !== null ||
  latest_charge !== null ||
  (status !== 'requires_payment_method' && status !== 'requires_confirmation')
