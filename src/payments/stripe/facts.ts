import type Stripe from 'stripe'
import type { Instant } from '../../core/instant.ts'
import type {
  CardFact,
  Facts,
  Failure,
  InvoiceFact,
  PaymentState,
  RefundFact,
} from '../../core/purchases/facts.ts'
import type { Order } from '../../core/purchases/payments.ts'
import { declineOf, wantsOwner } from './decline.ts'
import { disputeFact, lostMinor } from './dispute.ts'
import { idOf, instantOf, wholeOf } from './expanded.ts'
import { REFUND } from './names.ts'
import { chargeOf, type Seen } from './seen.ts'
import { ofInvoice, ofSession } from './totals.ts'

export const ABANDONED: Failure = {
  code: 'abandoned',
  message: 'The payment was given up before it was made.',
}

/** Stripe's objects in our words. Pure: the same objects always mean the same. */
export function factsOf(seen: Seen, order: Order, asked_at: Instant): Facts {
  const { intent, session } = seen
  const invoice = seen.invoice ?? wholeOf(session?.invoice)
  const charge = chargeOf(intent)
  const payment = paymentOf(seen, order)
  return {
    asked_at,
    payment,
    failure: payment === 'paid' ? null : failureOf(seen, payment),
    ...(invoice ? ofInvoice(invoice) : ofSession(session)),
    page_url: pageOf(seen, payment),
    checkout_session: session?.id ?? null,
    invoice: invoice && invoiceFact(invoice),
    payment_intent: intent?.id ?? idOf(session?.payment_intent),
    card: charge && cardOf(charge),
    paid_at: payment === 'paid' ? paidAt(invoice, charge, order) : null,
    refunds: seen.refunds.map(refundFact),
    dispute: disputeFact(seen.disputes),
    lost_minor: lostMinor(seen.disputes),
  }
}

function paymentOf(seen: Seen, order: Order): PaymentState {
  const { intent, invoice, session } = seen
  if (invoice) return invoicePayment(invoice, intent, order.purchase.facts.payment === 'action')
  if (intent?.status === 'succeeded') return 'paid'
  return session ? sessionPayment(session, intent) : 'none'
}

/** One intent may have paid no more than a part of an invoice. Where it paid all, the invoice says so in a moment. */
const isCovered = ({ amount_due, total }: Stripe.Invoice, intent: Stripe.PaymentIntent | null): boolean =>
  intent?.status === 'succeeded' && intent.amount_received >= Math.max(total, amount_due)

function sessionPayment(
  { payment_status, status }: Stripe.Checkout.Session,
  intent: Stripe.PaymentIntent | null,
): PaymentState {
  if (payment_status === 'paid') return 'paid'
  if (status !== 'complete') return status === 'expired' ? 'expired' : 'open'
  // Complete and unpaid: a way to pay that takes its time.
  return intent?.status === 'processing' ? 'processing' : 'failed'
}

/** `asked`: the buyer was asked to confirm on the hosted page, and may try another card there. */
function invoicePayment(
  invoice: Stripe.Invoice,
  intent: Stripe.PaymentIntent | null,
  asked: boolean,
): PaymentState {
  if (invoice.status !== 'paid' && isCovered(invoice, intent)) return 'paid'
  const sent = isSent(invoice)
  const confirming = asked || (intent !== null && wantsOwner(intent))
  switch (invoice.status) {
    case 'paid':
      return isOwed(invoice) ? 'failed' : 'paid'
    case 'void':
    case 'uncollectible':
      return sent || confirming ? 'expired' : 'failed'
    case 'open':
      if (intent?.status === 'processing') return 'processing'
      // A decline is final only once the invoice is void, and can't be paid after all.
      return !sent && (intent?.status === 'requires_action' || confirming) ? 'action' : 'open'
    default:
      // Nobody can pay a draft: one that is to be sent is as good as not there.
      return sent ? 'none' : 'open'
  }
}

/** Somebody was sent it, and pays it on its page. */
const isSent = ({ collection_method }: Stripe.Invoice): boolean => collection_method === 'send_invoice'

/** Stripe calls an invoice paid whose total is too little to charge, and adds it to what the customer owes. */
const isOwed = ({ ending_balance, starting_balance }: Stripe.Invoice): boolean =>
  (ending_balance ?? 0) > Math.max(starting_balance, 0)

function failureOf({ intent, invoice }: Seen, payment: PaymentState): Failure | null {
  if (invoice?.status === 'paid')
    return { code: 'amount_too_small', message: 'The amount is too small to charge.' }
  const decline = payment === 'failed' || payment === 'open' ? declineOf(intent) : null
  return decline ?? (payment === 'failed' ? ABANDONED : null)
}

function pageOf({ invoice, session }: Seen, payment: PaymentState): string | null {
  const here = payment === 'action' || (payment === 'open' && invoice !== null && isSent(invoice))
  if (here) return invoice?.hosted_invoice_url ?? null
  return payment === 'open' ? (session?.url ?? null) : null
}

export const invoiceFact = (invoice: Stripe.Invoice): InvoiceFact => ({
  id: invoice.id,
  number: invoice.number,
  url: invoice.hosted_invoice_url ?? null,
  pdf: invoice.invoice_pdf ?? null,
})

function cardOf({ payment_method, payment_method_details }: Stripe.Charge): CardFact | null {
  const card = payment_method_details?.card
  if (!payment_method || !card) return null
  return { id: payment_method, brand: card.brand ?? 'unknown', last4: card.last4 ?? '' }
}

/** On the account's own clock, as everything else that its purchase tells. The first look that sees it paid dates it. */
function paidAt(
  invoice: Stripe.Invoice | null,
  charge: Stripe.Charge | null,
  { ahead_ms }: Pick<Order, 'ahead_ms'>,
): Instant | null {
  const seconds = invoice?.status_transitions.paid_at ?? charge?.created
  return seconds === undefined ? null : instantOf(seconds) + ahead_ms
}

const REFUND_STATUS: Record<string, RefundFact['status']> = {
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'canceled',
}

const refundFact = (refund: Stripe.Refund): RefundFact => ({
  id: refund.id,
  refund: refund.metadata?.[REFUND] ?? null,
  amount_minor: BigInt(refund.amount),
  // What waits, for the bank or for the customer, is on its way.
  status: REFUND_STATUS[refund.status ?? ''] ?? 'pending',
  reason: refund.failure_reason ?? refund.reason,
  created_at: instantOf(refund.created),
})
