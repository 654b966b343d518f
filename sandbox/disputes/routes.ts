import type Stripe from 'stripe'
import { refuse } from '../errors.ts'
import { createdWithin, expand, page, paging } from '../http/list.ts'
import { get, post } from '../http/route.ts'
import { boolean, emptyable, hash, metadata, takes, text, unsimulatedAll } from '../http/shape.ts'
import { mergeMetadata } from '../metadata.ts'
import { closeDispute, disputeOf, isClosed } from './dispute.ts'

const line = emptyable(text)
const listed = takes<Stripe.DisputeListParams>()({
  ...paging,
  ...createdWithin,
  charge: text,
  payment_intent: text,
})
const update = takes<Stripe.DisputeUpdateParams>()({
  ...expand,
  evidence: hash({
    access_activity_log: line,
    customer_email_address: line,
    customer_name: line,
    product_description: line,
    service_date: line,
    uncategorized_text: line,
  }),
  metadata,
  submit: boolean,
  ...unsimulatedAll('intended_submission_method'),
})

/** As published: evidence that says so decides a test dispute. */
const ENDINGS: Record<string, 'lost' | 'won'> = { winning_evidence: 'won', losing_evidence: 'lost' }

export const disputeRoutes = [
  get('/v1/disputes', listed, (work, { charge, payment_intent, ...params }) =>
    page(work, 'dispute', '/v1/disputes', params, { where: { charge, payment_intent } }),
  ),

  get('/v1/disputes/:id', expand, (work, _params, id) => disputeOf(work, id)),

  post('/v1/disputes/:id', update, (work, params, id) => {
    const dispute = disputeOf(work, id)
    dispute.metadata = mergeMetadata(dispute.metadata, params.metadata)
    work.objects.save(dispute)
    if (params.evidence === undefined) return dispute
    if (isClosed(dispute)) throw refuse('This dispute is already closed; it takes no more evidence.')
    const details = dispute.evidence_details
    Object.assign(dispute.evidence, params.evidence)
    details.has_evidence = true
    if (params.submit === false) {
      work.emit('charge.dispute.updated', dispute)
      return dispute
    }
    details.submission_count += 1
    details.submission_method = 'manual'
    dispute.status = dispute.status.startsWith('warning_') ? 'warning_under_review' : 'under_review'
    work.emit('charge.dispute.updated', dispute)
    const end = ENDINGS[dispute.evidence.uncategorized_text ?? '']
    return end === undefined ? dispute : closeDispute(work, dispute, end)
  }),

  post('/v1/disputes/:id/close', expand, (work, _params, id) =>
    closeDispute(work, disputeOf(work, id), 'lost'),
  ),
]
