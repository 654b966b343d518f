import { newTransaction } from '../balance/transaction.ts'
import type { TestCard } from '../cards/test-cards.ts'
import { refuse } from '../errors.ts'
import { newId } from '../ids.ts'
import { checkStep } from '../payment-intents/intent.ts'
import { cardOf } from '../payment-methods/method.ts'
import type { Charge, Metadata, Refund } from '../wire.ts'
import type { Work } from '../work.ts'

export interface RefundDetails {
  /** What is left of the charge, unless it says less. */
  amount?: number | undefined
  reason?: 'duplicate' | 'fraudulent' | 'requested_by_customer' | undefined
  metadata?: Metadata
  /** Whether it waits for somebody to say how it ends. */
  pending?: boolean
}

/** When a card's refund that isn't at its end comes there by itself. */
const LATER_SECONDS = 600

export function newRefund(work: Work, charge: Charge, details: RefundDetails): Refund {
  const amount = refundable(work, charge, details.amount)
  const { currency } = charge
  const id = newId('re')
  const begins = beginningOf(work, charge, details)
  const movement = { type: 'refund', reporting_category: 'refund', amount: -amount, currency } as const
  const description = 'REFUND FOR CHARGE'
  const refund: Refund = {
    id,
    object: 'refund',
    amount,
    balance_transaction: newTransaction(work, { ...movement, source: id, description }).id,
    charge: charge.id,
    created: work.now,
    currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: { card: { reference_status: 'pending', type: 'refund' }, type: 'card' },
    metadata: details.metadata ?? {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: details.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: begins === 'pending' ? 'pending' : 'succeeded',
    ...(begins === 'pending' && { pending_reason: 'processing' as const }),
    transfer_reversal: null,
  }
  const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded }
  charge.amount_refunded += amount
  charge.refunded = charge.amount_refunded === charge.amount_captured
  work.objects.save(charge)
  work.objects.add(refund)
  if (begins && !details.pending) work.objects.dueAt(id, work.now + LATER_SECONDS)
  work.emit('refund.created', refund)
  work.emit('charge.refunded', charge, previous)
  return refund
}

function beginningOf(
  work: Work,
  { payment_method }: Charge,
  { pending }: RefundDetails,
): TestCard['refunds'] {
  const method = payment_method === null ? undefined : work.objects.find('payment_method', payment_method)
  return pending ? 'pending' : method && cardOf(work, method).refunds
}

function refundable({ objects }: Work, charge: Charge, wanted: number | undefined): number {
  if (charge.status !== 'succeeded' || !charge.captured)
    throw refuse(`Charge ${charge.id} was not captured; there is nothing to refund.`, 'charge_not_refundable')
  if (charge.refunded)
    throw refuse(`Charge ${charge.id} has already been refunded.`, 'charge_already_refunded')
  const disputes = objects.all('dispute', { charge: charge.id })
  if (disputes.some((dispute) => !dispute.is_charge_refundable && dispute.status !== 'won'))
    throw refuse(`Charge ${charge.id} has been charged back; cannot issue a refund.`, 'charge_disputed')
  const left = charge.amount_captured - charge.amount_refunded
  const amount = wanted ?? left
  checkStep(amount, charge.currency)
  if (amount <= left) return amount
  const shown = (value: number) => (value / 100).toFixed(2)
  throw refuse(
    `Refund amount (${shown(amount)}) is greater than unrefunded amount on charge (${shown(left)}).`,
    'amount_too_large',
    'amount',
  )
}
