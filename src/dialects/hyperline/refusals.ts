import Type from 'typebox'
import type { Dialect } from '../../http/dialect.ts'
import type { AnyRefusalCode } from '../../http/refusals.ts'

interface Wire {
  readonly status: number
  /** Said instead of our own sentence, where clients know the vendor's. */
  readonly message?: string
}

const invalid: Wire = { status: 400 }
const missing: Wire = { status: 404 }
const conflict: Wire = { status: 409 }
/** The request is right, and the state of the customer's credits doesn't allow it. */
const unusable: Wire = { status: 422 }

/** Every refusal and its wire form. The total type makes a forgotten code an error of compilation. */
export const refusals: Readonly<Record<AnyRefusalCode, Wire>> = {
  account_not_found: { ...missing, message: 'Customer not found' },
  credit_type_not_found: { ...missing, message: 'Product not found' },
  member_not_found: missing,
  grant_not_found: missing,
  debit_not_found: missing,
  hold_not_found: missing,
  cap_not_found: missing,
  key_not_found: missing,
  purchase_not_found: missing,
  plan_not_found: missing,
  subscription_not_found: missing,
  check_not_found: missing,
  webhook_endpoint_not_found: missing,
  webhook_delivery_not_found: missing,
  refund_not_found: missing,
  // Named in a body, not in a path.
  price_not_found: invalid,
  payment_method_not_found: invalid,
  account_exists: conflict,
  slug_taken: conflict,
  credit_type_exists: conflict,
  member_exists: conflict,
  member_key_exists: conflict,
  plan_exists: conflict,
  subscription_exists: conflict,
  account_spending_cap_reached: unusable,
  user_spending_cap_reached: unusable,
  project_spending_cap_reached: unusable,
  key_spending_cap_reached: unusable,
  insufficient_credits: unusable,
  hold_already_captured: conflict,
  hold_already_released: conflict,
  hold_expired: conflict,
  capture_exceeds_hold: conflict,
  reversal_exceeds_debit: conflict,
  revocation_exceeds_grant: conflict,
  grant_already_expired: invalid,
  key_revoked: conflict,
  key_scope_invalid: invalid,
  wallet_limit_exceeded: unusable,
  not_for_sale: invalid,
  price_mismatch: invalid,
  credits_out_of_range: invalid,
  not_a_whole_pack: invalid,
  amount_too_small: invalid,
  expiry_not_ahead: invalid,
  redirect_not_allowed: invalid,
  payment_method_missing: invalid,
  card_declined: invalid,
  authentication_required: invalid,
  payment_refused: invalid,
  payment_pending: conflict,
  too_many_attempts: conflict,
  refund_exceeds_purchase: conflict,
  purchase_not_refundable: conflict,
  plan_not_offered: invalid,
  seats_out_of_range: invalid,
  subscription_not_active: conflict,
  subscription_ends: conflict,
  demotion_required: conflict,
  no_free_seat: conflict,
  member_has_seat: conflict,
  member_has_no_seat: conflict,
  amount_changed: conflict,
  clock_not_allowed: conflict,
  webhook_endpoint_inactive: conflict,
  webhook_endpoint_limit: conflict,
  idempotency_key_reused: { status: 417 },
  idempotency_key_in_use: conflict,
  invalid_request: invalid,
  invalid_json: invalid,
  unauthenticated: { status: 401 },
  forbidden: { status: 403 },
  not_found: missing,
  method_not_allowed: { status: 405 },
  body_too_large: { status: 413 },
  unsupported_media_type: { status: 415 },
  rate_limited: { status: 429, message: 'Too many requests' },
  unavailable: { status: 503 },
  internal: { status: 500 },
}

export const envelope: Dialect['envelope'] = ({ code, detail }) => ({
  content_type: 'application/json; charset=utf-8',
  body: { message: refusals[code].message ?? detail },
})

export const problem = Type.Object(
  { message: Type.String({ description: 'What was wrong and what to do, for a person.' }) },
  { title: 'HyperlineError' },
)
