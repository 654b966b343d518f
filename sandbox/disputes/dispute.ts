import { newTransaction } from '../balance/transaction.ts'
import { missing, refuse } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Charge, Dispute } from '../wire.ts'
import type { Work } from '../work.ts'

const DAY = 86_400
const FEE = 1500

export interface DisputeDetails {
  reason?: string
  /** The whole charge, unless it says less. */
  amount?: number | undefined
}

/** The buyer's bank takes the money back, or, for an inquiry, first asks. */
export function openDispute(
  work: Work,
  charge: Charge,
  { reason = 'fraudulent', amount }: DisputeDetails,
): Dispute {
  const inquiry = reason === 'inquiry'
  const card = charge.payment_method_details?.card
  const network_reason_code = '10.4'
  const dispute: Dispute = {
    id: newId('du'),
    object: 'dispute',
    amount: amount ?? charge.amount - charge.amount_refunded,
    balance_transactions: [],
    charge: charge.id,
    created: work.now,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: {
      ...NO_EVIDENCE,
      customer_email_address: charge.billing_details.email,
      customer_name: charge.billing_details.name,
    },
    evidence_details: {
      due_by: work.now + 9 * DAY,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: inquiry,
    livemode: false,
    metadata: {},
    network_reason_code,
    payment_intent: charge.payment_intent,
    payment_method_details: {
      card: {
        brand: card?.brand ?? 'visa',
        case_type: inquiry ? 'inquiry' : 'chargeback',
        network: card?.network ?? 'visa',
        network_reason_code,
      },
      type: 'card',
    },
    reason: inquiry ? 'general' : reason,
    status: inquiry ? 'warning_needs_response' : 'needs_response',
  }
  work.objects.add(dispute)
  charge.disputed = true
  work.objects.save(charge)
  if (!inquiry) move(work, dispute, -dispute.amount)
  work.emit('charge.dispute.created', dispute)
  if (!inquiry) work.emit('charge.dispute.funds_withdrawn', dispute)
  return dispute
}

/** The bank's last word. A dispute that is closed stays as it is. */
export function closeDispute(work: Work, dispute: Dispute, end: 'lost' | 'won'): Dispute {
  if (isClosed(dispute)) throw refuse('This dispute is already closed.', 'dispute_already_closed')
  const inquiry = dispute.status.startsWith('warning_')
  const previous = { status: dispute.status }
  dispute.status = inquiry ? 'warning_closed' : end
  if (!inquiry && end === 'won') move(work, dispute, dispute.amount)
  work.objects.save(dispute)
  work.emit('charge.dispute.closed', dispute, previous)
  if (dispute.status === 'won') work.emit('charge.dispute.funds_reinstated', dispute)
  return dispute
}

export const isClosed = ({ status }: Dispute): boolean => ['lost', 'warning_closed', 'won'].includes(status)

/** A dispute carries the movements themselves, not their ids. */
function move(work: Work, dispute: Dispute, amount: number): void {
  const back = amount > 0
  const transaction = newTransaction(work, {
    type: 'adjustment',
    reporting_category: back ? 'dispute_reversal' : 'dispute',
    amount,
    fee: back ? 0 : FEE,
    currency: dispute.currency,
    source: dispute.id,
    description: `Chargeback ${back ? 'reversal' : 'withdrawal'} for ${dispute.charge}`,
  })
  dispute.balance_transactions.push(structuredClone(transaction))
  work.objects.save(dispute)
}

export function disputeOf({ objects }: Work, id: string): Dispute {
  const dispute = objects.find('dispute', id)
  if (dispute === undefined) throw missing('dispute', id)
  return dispute
}

const NO_EVIDENCE: Dispute['evidence'] = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
}
