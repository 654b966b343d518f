import { closeDispute, disputeOf, openDispute } from '../disputes/dispute.ts'
import { closeRefund, refundEnds, refundOf } from '../refunds/close.ts'
import { newRefund } from '../refunds/refund.ts'
import { chargeToRefund } from '../refunds/routes.ts'
import { type ControlCall, control } from './route.ts'

function chosen({ body }: ControlCall) {
  const { charge, payment_intent } = body
  return {
    ...(typeof charge === 'string' ? { charge } : {}),
    ...(typeof payment_intent === 'string' ? { payment_intent } : {}),
  }
}

function amountOf({ body }: ControlCall): number | undefined {
  const { amount } = body
  if (amount === undefined) return undefined
  if (!Number.isSafeInteger(amount) || Number(amount) < 1) throw new Error('amount: a whole number from 1')
  return Number(amount)
}

/** What people do in Stripe's dashboard and banks do by themselves, so without a call of the API. */
export const dashboardControls = [
  control('POST', '/refunds', (call) =>
    call.sandbox.do((work) => {
      const charge = chargeToRefund(work, chosen(call))
      const pending = call.body.pending === true
      return newRefund(work, charge, { amount: amountOf(call), reason: 'requested_by_customer', pending })
    }),
  ),

  control('POST', '/refunds/:id/close', ({ sandbox, body, id }) => {
    const end = refundEnds.find((one) => one === body.status)
    if (end === undefined) throw new Error(`status: one of ${refundEnds.join(', ')}`)
    return sandbox.do((work) => closeRefund(work, refundOf(work, id), end))
  }),

  control('POST', '/disputes', (call) =>
    call.sandbox.do((work) => {
      const { reason } = call.body
      const charge = chargeToRefund(work, chosen(call))
      const details = { amount: amountOf(call), ...(typeof reason === 'string' ? { reason } : {}) }
      return openDispute(work, charge, details)
    }),
  ),

  control('POST', '/disputes/:id/close', ({ sandbox, body, id }) => {
    const { status } = body
    if (status !== 'lost' && status !== 'won') throw new Error('status: lost or won')
    return sandbox.do((work) => closeDispute(work, disputeOf(work, id), status))
  }),
]
