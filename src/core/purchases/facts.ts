import type { Instant } from '../instant.ts'
import type { Minor } from '../money.ts'

/**
 * How far the payment is. `none`: nothing of it was found. `open`: a page or an invoice waits. `action`: the buyer
 * must confirm on a page. `processing`: the bank has not answered. The other three are final, save that what failed or
 * expired may still be paid.
 */
export type PaymentState = 'none' | 'open' | 'action' | 'processing' | 'failed' | 'expired' | 'paid'

export interface Failure {
  /** Stable: `card_declined`, `insufficient_funds`, `expired_card`, … */
  readonly code: string
  /** For the buyer. */
  readonly message: string
}

export interface InvoiceFact {
  readonly id: string
  readonly number: string | null
  readonly url: string | null
  readonly pdf: string | null
}

export interface CardFact {
  readonly id: string
  readonly brand: string
  readonly last4: string
}

export interface RefundFact {
  /** As the payment's side names it. */
  readonly id: string
  /** Our own id, where the refund was asked for here and not in the dashboard. */
  readonly refund: string | null
  readonly amount_minor: Minor
  readonly status: 'pending' | 'succeeded' | 'failed' | 'canceled'
  /** Why it was made; of one that failed, where that is told, why it did. */
  readonly reason: string | null
  readonly created_at: Instant
}

export interface DisputeFact {
  readonly id: string
  readonly amount_minor: Minor
  readonly currency: string
  readonly reason: string
  readonly status: 'open' | 'won' | 'lost'
  readonly created_at: Instant
}

/** What is true of a purchase's payment where the money is, in our words, as of one look. */
export interface Facts {
  /** When the question was asked, so that an older look never undoes a newer one. */
  readonly asked_at: Instant
  readonly payment: PaymentState
  readonly failure: Failure | null
  /** Null until they are known, which with automatic taxes is only when the bill is made. */
  readonly subtotal_minor: Minor | null
  readonly tax_minor: Minor | null
  readonly total_minor: Minor | null
  /** The hosted page where the buyer goes on, while there is one. */
  readonly page_url: string | null
  readonly checkout_session: string | null
  readonly invoice: InvoiceFact | null
  readonly payment_intent: string | null
  readonly card: CardFact | null
  readonly paid_at: Instant | null
  readonly refunds: readonly RefundFact[]
  readonly dispute: DisputeFact | null
  /** What went in all disputes that were lost: that never comes back, whatever is disputed next. */
  readonly lost_minor: Minor
}

export const noFacts = (asked_at: Instant): Facts => ({
  asked_at,
  payment: 'none',
  failure: null,
  subtotal_minor: null,
  tax_minor: null,
  total_minor: null,
  page_url: null,
  checkout_session: null,
  invoice: null,
  payment_intent: null,
  card: null,
  paid_at: null,
  refunds: [],
  dispute: null,
  lost_minor: 0n,
})

/**
 * What is known after a look, given what was known before. Looks may be settled in any order: the later question
 * wins, nothing that was found is forgotten by a look that found nothing, and what is final stays so.
 */
export function mergeFacts(known: Facts, seen: Facts): Facts {
  const [older, newer] = seen.asked_at >= known.asked_at ? [known, seen] : [seen, known]
  return {
    asked_at: newer.asked_at,
    payment: laterPayment(older.payment, newer.payment),
    failure: newer.payment === 'paid' || older.payment === 'paid' ? null : (newer.failure ?? older.failure),
    subtotal_minor: newer.subtotal_minor ?? older.subtotal_minor,
    tax_minor: newer.tax_minor ?? older.tax_minor,
    total_minor: newer.total_minor ?? older.total_minor,
    page_url: newer.page_url ?? older.page_url,
    checkout_session: newer.checkout_session ?? older.checkout_session,
    invoice: newer.invoice ?? older.invoice,
    payment_intent: newer.payment_intent ?? older.payment_intent,
    card: newer.card ?? older.card,
    paid_at: older.paid_at ?? newer.paid_at,
    refunds: laterRefunds(older.refunds, newer.refunds),
    dispute: laterDispute(older.dispute, newer.dispute),
    lost_minor: greater(lostIn(older), lostIn(newer)),
  }
}

function laterPayment(older: PaymentState, newer: PaymentState): PaymentState {
  if (older === 'paid' || newer === 'none') return older
  const ended = older === 'failed' || older === 'expired'
  return ended && newer !== 'paid' ? older : newer
}

/** A refund that failed stays so; one that had succeeded may still fail. */
function laterRefunds(older: readonly RefundFact[], newer: readonly RefundFact[]): readonly RefundFact[] {
  const known = newer.map((refund) => {
    const before = older.find(({ id }) => id === refund.id)
    return before && !isGone(before) ? before : refund
  })
  const forgotten = older.filter(({ id }) => !newer.some((refund) => refund.id === id))
  return [...forgotten, ...known].sort((a, b) => a.created_at - b.created_at || (a.id < b.id ? -1 : 1))
}

/** A decided dispute stays decided; another one may follow it. */
function laterDispute(older: DisputeFact | null, newer: DisputeFact | null): DisputeFact | null {
  if (!older || !newer) return newer ?? older
  if (older.id !== newer.id) return older.created_at > newer.created_at ? older : newer
  return older.status === 'open' ? newer : older
}

/** Whether its money went back or is on its way. */
export const isGone = ({ status }: Pick<RefundFact, 'status'>): boolean =>
  status === 'succeeded' || status === 'pending'

export const refundedMinor = ({ refunds }: Pick<Facts, 'refunds'>): Minor =>
  refunds.filter(isGone).reduce((sum, { amount_minor }) => sum + amount_minor, 0n)

/** Facts that were kept before this was told know of one dispute alone. */
export const lostIn = ({ dispute, lost_minor = 0n }: Pick<Facts, 'dispute' | 'lost_minor'>): Minor =>
  dispute?.status === 'lost' ? greater(lost_minor, dispute.amount_minor) : lost_minor

const greater = (a: Minor, b: Minor): Minor => (a > b ? a : b)
