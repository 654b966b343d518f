import Type from 'typebox'
import type { Dialect, Problem } from '../../http/dialect.ts'
import type { AnyRefusalCode } from '../../http/refusals.ts'

interface Wire {
  readonly status: number
  readonly title: string
}

/** Every refusal and its wire form. The total type makes a forgotten code an error of compilation. */
export const refusals: Readonly<Record<AnyRefusalCode, Wire>> = {
  account_not_found: { status: 404, title: 'No such account' },
  member_not_found: { status: 404, title: 'No such member' },
  credit_type_not_found: { status: 404, title: 'No such credit type' },
  grant_not_found: { status: 404, title: 'No such grant' },
  debit_not_found: { status: 404, title: 'No such debit' },
  hold_not_found: { status: 404, title: 'No such hold' },
  cap_not_found: { status: 404, title: 'No such cap' },
  key_not_found: { status: 404, title: 'No such key' },
  price_not_found: { status: 404, title: 'No such price' },
  purchase_not_found: { status: 404, title: 'No such purchase' },
  plan_not_found: { status: 404, title: 'No such plan' },
  subscription_not_found: { status: 404, title: 'No such subscription' },
  check_not_found: { status: 404, title: 'No such check' },
  webhook_endpoint_not_found: { status: 404, title: 'No such webhook endpoint' },
  webhook_delivery_not_found: { status: 404, title: 'No such webhook delivery' },
  refund_not_found: { status: 404, title: 'No such refund' },
  payment_method_not_found: { status: 404, title: 'No such payment method' },
  account_exists: { status: 409, title: 'The account exists already' },
  slug_taken: { status: 409, title: 'The slug is taken' },
  credit_type_exists: { status: 409, title: 'The credit type exists already' },
  member_exists: { status: 409, title: 'The member exists already' },
  member_key_exists: { status: 409, title: 'The member has a key already' },
  plan_exists: { status: 409, title: 'The plan exists already' },
  subscription_exists: { status: 409, title: 'The account has such a subscription already' },
  account_spending_cap_reached: { status: 403, title: "The account's cap is reached" },
  user_spending_cap_reached: { status: 403, title: "The member's cap is reached" },
  project_spending_cap_reached: { status: 403, title: "The project's cap is reached" },
  key_spending_cap_reached: { status: 403, title: "The key's cap is reached" },
  insufficient_credits: { status: 402, title: 'Not enough credits' },
  hold_already_captured: { status: 409, title: 'The hold was captured' },
  hold_already_released: { status: 409, title: 'The hold was released' },
  hold_expired: { status: 409, title: 'The hold is past its end' },
  capture_exceeds_hold: { status: 409, title: 'More than the hold sets aside' },
  reversal_exceeds_debit: { status: 409, title: 'More than is left of the debit' },
  revocation_exceeds_grant: { status: 409, title: 'More than is left of the grant' },
  grant_already_expired: { status: 409, title: 'The expiry is not ahead' },
  key_revoked: { status: 409, title: 'The key was revoked' },
  key_scope_invalid: { status: 400, title: 'The role and the scope do not fit' },
  wallet_limit_exceeded: { status: 409, title: 'The wallet would hold too much' },
  not_for_sale: { status: 409, title: 'Not for sale' },
  price_mismatch: { status: 400, title: 'The price does not fit' },
  credits_out_of_range: { status: 400, title: 'Too few or too many credits' },
  not_a_whole_pack: { status: 400, title: 'Not a whole number of packs' },
  amount_too_small: { status: 400, title: 'Too little to be charged' },
  expiry_not_ahead: { status: 400, title: 'The expiry is not ahead' },
  redirect_not_allowed: { status: 400, title: 'Not a place to send the buyer to' },
  payment_method_missing: { status: 402, title: 'No card to charge' },
  card_declined: { status: 402, title: 'The card was declined' },
  authentication_required: { status: 402, title: 'The card wants its owner' },
  payment_refused: { status: 402, title: 'The payment was refused' },
  payment_pending: { status: 409, title: 'The payment is not decided yet' },
  too_many_attempts: { status: 409, title: 'It was tried too often' },
  refund_exceeds_purchase: { status: 409, title: 'More than is left of the purchase' },
  purchase_not_refundable: { status: 409, title: 'The purchase can not be refunded' },
  plan_not_offered: { status: 422, title: 'The plan is not sold like that' },
  seats_out_of_range: { status: 422, title: 'Not a possible number of seats' },
  subscription_not_active: { status: 409, title: 'The subscription is not in force' },
  subscription_ends: { status: 409, title: 'The subscription ends with its period' },
  demotion_required: { status: 409, title: 'Some members would have to give up their seats' },
  no_free_seat: { status: 409, title: 'No seat is free' },
  member_has_seat: { status: 409, title: 'The member has a seat already' },
  member_has_no_seat: { status: 409, title: 'The member has no seat' },
  amount_changed: { status: 409, title: 'It costs something else by now' },
  clock_not_allowed: { status: 409, title: 'The clock can not be put there' },
  webhook_endpoint_inactive: { status: 409, title: 'The webhook endpoint is switched off' },
  webhook_endpoint_limit: { status: 409, title: 'Too many webhook endpoints' },
  // As in the IETF's draft on the Idempotency-Key header, so that it is told from a conflict that may pass.
  idempotency_key_reused: { status: 422, title: 'The idempotency key stands for another request' },
  invalid_request: { status: 400, title: 'The request is not valid' },
  invalid_json: { status: 400, title: 'The body is not valid JSON' },
  unauthenticated: { status: 401, title: 'Nobody known' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Nothing here' },
  method_not_allowed: { status: 405, title: 'Not with this method' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body is of the wrong kind' },
  idempotency_key_in_use: { status: 409, title: 'The idempotency key is under way' },
  rate_limited: { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'Not available now' },
  internal: { status: 500, title: 'A failure of ours' },
}

/** RFC 9457 problem details. `errors` names every faulty field, and is there for bad input only. */
export const envelope: Dialect['envelope'] = (problem: Problem) => {
  const { code, status, detail, correlation_id, faults, purchase } = problem
  const { title } = refusals[code]
  return {
    content_type: 'application/problem+json',
    body: {
      ...{ type: `/docs#${code}`, title, status, detail, code, correlation_id },
      ...(purchase !== null && { purchase }),
      ...(faults.length > 0 && { errors: faults }),
    },
  }
}

export const problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'What was wrong and what to do, for a person.' }),
    code: Type.String({ description: 'Stable: what a program goes by.' }),
    correlation_id: Type.String({ description: 'The same as the X-Request-Id of the answer.' }),
    purchase: Type.Optional(Type.String({ description: 'The purchase that was made and not paid.' })),
    errors: Type.Optional(
      Type.Array(Type.Object({ field: Type.String(), message: Type.String() }), {
        description: 'Every faulty field of bad input, such as debits/3/amount.',
      }),
    ),
  },
  { title: 'Problem' },
)
