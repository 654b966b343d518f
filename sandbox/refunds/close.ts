import { newTransaction } from '../balance/transaction.ts'
import { chargeOf } from '../charges/charge.ts'
import { missing, refuse } from '../errors.ts'
import type { Refund } from '../wire.ts'
import type { Work } from '../work.ts'

export const refundEnds = ['succeeded', 'failed', 'canceled'] as const
export type RefundEnd = (typeof refundEnds)[number]

/** The bank's last word. What had succeeded may still fail; what has failed, or was canceled, stays so. */
export function closeRefund(work: Work, refund: Refund, end: RefundEnd): Refund {
  const { status } = refund
  if (status !== 'pending' && !(status === 'succeeded' && end === 'failed'))
    throw refuse(`Refund ${refund.id} is ${status}.`, 'refund_not_closable')
  refund.status = end
  delete refund.pending_reason
  if (end !== 'succeeded') {
    refund.failure_balance_transaction = returned(work, refund)
    if (end === 'failed') refund.failure_reason = 'expired_or_canceled_card'
  }
  work.objects.save(refund)
  work.objects.dueAt(refund.id, null)
  work.emit('refund.updated', refund, { status })
  if (end === 'failed') work.emit('refund.failed', refund)
  return refund
}

/** The money is back, and the charge counts the refund no longer. */
function returned(work: Work, { id, amount, charge: of, currency }: Refund): string {
  const charge = chargeOf(work, String(of))
  charge.amount_refunded -= amount
  charge.refunded = false
  work.objects.save(charge)
  const movement = { type: 'refund_failure', reporting_category: 'refund_failure', amount, currency } as const
  return newTransaction(work, { ...movement, source: id, description: 'REFUND FAILURE' }).id
}

/** What a test card's refund comes to by itself. */
export const closeByItself = (work: Work, refund: Refund): Refund =>
  closeRefund(work, refund, refund.status === 'pending' ? 'succeeded' : 'failed')

export function refundOf({ objects }: Work, id: string): Refund {
  const refund = objects.find('refund', id)
  if (refund === undefined) throw missing('refund', id)
  return refund
}
