import Type from 'typebox'
import type { Dialect, Problem } from '../../http/dialect.ts'
import type { AnyRefusalCode } from '../../http/refusals.ts'

interface Wire {
  readonly status: number
  /** The category in words. */
  readonly kind: string
  /** What a program goes by; where it is left out, our own code is it. */
  readonly code?: string
}

const invalid: Wire = { status: 400, kind: 'invalid request', code: 'invalid_request' }
const unsellable: Wire = { status: 400, kind: 'invalid request' }
const unpaid: Wire = { status: 400, kind: 'payment failed' }
const forbidden: Wire = { status: 403, kind: 'forbidden request', code: 'forbidden' }
const exhausted: Wire = { status: 403, kind: 'forbidden request' }
const missing: Wire = { status: 404, kind: 'not exists', code: 'not_exists' }
const taken: Wire = { status: 409, kind: 'already exists', code: 'already_exists' }
const conflict: Wire = { status: 409, kind: 'conflict' }
const failing: Wire = { status: 500, kind: 'internal error', code: 'internal_error' }

/** Every refusal and its wire form. The total type makes a forgotten code an error of compilation. */
export const refusals: Readonly<Record<AnyRefusalCode, Wire>> = {
  account_not_found: missing,
  member_not_found: missing,
  // Nobody here names a credit type: it is the seller who has none.
  credit_type_not_found: { ...unsellable, code: 'not_for_sale' },
  grant_not_found: missing,
  debit_not_found: missing,
  hold_not_found: missing,
  cap_not_found: missing,
  key_not_found: missing,
  price_not_found: missing,
  purchase_not_found: missing,
  plan_not_found: missing,
  subscription_not_found: missing,
  check_not_found: missing,
  webhook_endpoint_not_found: missing,
  webhook_delivery_not_found: missing,
  refund_not_found: missing,
  // Named in a body, not in a path.
  payment_method_not_found: unpaid,
  account_exists: taken,
  slug_taken: taken,
  credit_type_exists: taken,
  member_exists: taken,
  member_key_exists: taken,
  plan_exists: taken,
  subscription_exists: conflict,
  account_spending_cap_reached: exhausted,
  user_spending_cap_reached: exhausted,
  project_spending_cap_reached: exhausted,
  key_spending_cap_reached: exhausted,
  insufficient_credits: { ...exhausted, code: 'insufficient_neo_credits' },
  hold_already_captured: conflict,
  hold_already_released: conflict,
  hold_expired: conflict,
  capture_exceeds_hold: conflict,
  reversal_exceeds_debit: conflict,
  revocation_exceeds_grant: conflict,
  grant_already_expired: conflict,
  key_revoked: conflict,
  key_scope_invalid: invalid,
  wallet_limit_exceeded: unsellable,
  not_for_sale: unsellable,
  price_mismatch: unsellable,
  credits_out_of_range: invalid,
  not_a_whole_pack: invalid,
  amount_too_small: unsellable,
  expiry_not_ahead: invalid,
  redirect_not_allowed: invalid,
  payment_method_missing: unpaid,
  card_declined: unpaid,
  authentication_required: unpaid,
  payment_refused: unpaid,
  payment_pending: { status: 400, kind: 'payment pending' },
  too_many_attempts: unsellable,
  refund_exceeds_purchase: conflict,
  purchase_not_refundable: conflict,
  plan_not_offered: unsellable,
  seats_out_of_range: unsellable,
  subscription_not_active: unsellable,
  subscription_ends: unsellable,
  demotion_required: unsellable,
  no_free_seat: unsellable,
  member_has_seat: unsellable,
  member_has_no_seat: unsellable,
  amount_changed: conflict,
  clock_not_allowed: conflict,
  webhook_endpoint_inactive: conflict,
  webhook_endpoint_limit: conflict,
  idempotency_key_reused: unsellable,
  idempotency_key_in_use: conflict,
  invalid_request: invalid,
  invalid_json: invalid,
  unauthenticated: { status: 401, kind: 'unauthorized request', code: 'unauthorized' },
  forbidden,
  not_found: missing,
  method_not_allowed: { ...invalid, status: 405 },
  body_too_large: { ...invalid, status: 413 },
  unsupported_media_type: { ...invalid, status: 415 },
  rate_limited: { status: 429, kind: 'too many requests' },
  // The contract knows no other 5xx. What may be tried again carries a Retry-After all the same.
  unavailable: failing,
  internal: failing,
}

export const envelope: Dialect['envelope'] = ({ code: ours, detail: error, correlation_id }: Problem) => {
  const { kind, code = ours } = refusals[ours]
  const body = { error, kind, code, message: `${kind}: ${error}`, error_id: correlation_id }
  return { content_type: 'application/json; charset=utf-8', body }
}

export const problem = Type.Object(
  {
    error: Type.String({ description: 'What was wrong and what to do, for a person.' }),
    kind: Type.String({ description: 'The category in words.' }),
    code: Type.String({ description: 'Stable: what a program goes by.' }),
    message: Type.String({ description: 'The kind and the error in one line.' }),
    error_id: Type.String({ description: 'The same as the X-Request-Id of the answer.' }),
  },
  { title: 'NeoError' },
)
