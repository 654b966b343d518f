import type Stripe from 'stripe'
import type { Minor } from '../../core/money.ts'
import type { DisputeFact } from '../../core/purchases/facts.ts'
import { instantOf } from './expanded.ts'

/** The money that is gone for good. */
export const lostMinor = (disputes: readonly Stripe.Dispute[]): Minor =>
  disputes
    .map(factOf)
    .reduce((sum, { status, amount_minor }) => (status === 'lost' ? sum + amount_minor : sum), 0n)

/** The dispute that counts: one that is open, else the last. Inquiries move no money and are none. */
export function disputeFact(disputes: readonly Stripe.Dispute[]): DisputeFact | null {
  const all = disputes
    .filter(({ status }) => !status.startsWith('warning_'))
    .map(factOf)
    .sort((a, b) => b.created_at - a.created_at)
  return all.find(({ status }) => status === 'open') ?? all[0] ?? null
}

const factOf = (dispute: Stripe.Dispute): DisputeFact => ({
  id: dispute.id,
  amount_minor: BigInt(dispute.amount),
  currency: dispute.currency,
  reason: dispute.reason,
  status: statusOf(dispute),
  created_at: instantOf(dispute.created),
})

function statusOf({ balance_transactions, status }: Stripe.Dispute): DisputeFact['status'] {
  if (status === 'won') return 'won'
  if (status === 'lost') return 'lost'
  // Older accounts: the money went back by a refund, which is told as one.
  if ((status as string) === 'charge_refunded') return 'won'
  // Settled before it came to a dispute, with the money or without.
  if (status === 'prevented') return balance_transactions.some(({ amount }) => amount < 0) ? 'lost' : 'won'
  return 'open'
}
