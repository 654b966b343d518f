import type Stripe from 'stripe'
import { idOf, wholeOf } from './expanded.ts'

/** What Stripe has of a purchase, at one look. */
export interface Seen {
  readonly session: Stripe.Checkout.Session | null
  readonly invoice: Stripe.Invoice | null
  /** With its latest charge. */
  readonly intent: Stripe.PaymentIntent | null
  readonly refunds: readonly Stripe.Refund[]
  readonly disputes: readonly Stripe.Dispute[]
}

export const NOTHING: Seen = { session: null, invoice: null, intent: null, refunds: [], disputes: [] }

/** Of an invoice's payments the one that pays it. */
export function payingOf(payments: readonly Stripe.InvoicePayment[]): Stripe.InvoicePayment | undefined {
  const all = payments.filter(({ payment }) => payment.payment_intent)
  return all.find(({ status }) => status === 'paid') ?? all.find((one) => one.is_default) ?? all[0]
}

/** The intent that pays an invoice. The API tells it by the invoice's payments alone. */
export const intentOf = ({ payments }: Stripe.Invoice): string | null =>
  idOf(payingOf(payments?.data ?? [])?.payment.payment_intent)

export const chargeOf = (intent: Stripe.PaymentIntent | null): Stripe.Charge | null =>
  wholeOf(intent?.latest_charge)

/** Whether a card was tried: then it is never tried again. */
export const wasTried = ({ last_payment_error, latest_charge, status }: Stripe.PaymentIntent): boolean =>
  last_payment_error !== null ||
  latest_charge !== null ||
  (status !== 'requires_payment_method' && status !== 'requires_confirmation')
