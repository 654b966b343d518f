import Type from 'typebox'
import type { Dialect, Problem } from '../../http/dialect.ts'
import type { AnyRefusalCode } from '../../http/refusals.ts'

interface Wire {
  readonly status: number
  readonly code: string
}

const notFound: Wire = { status: 404, code: 'not_found' }
const badRequest: Wire = { status: 400, code: 'bad_request' }
const forbidden: Wire = { status: 403, code: 'forbidden' }
const missingCustomer: Wire = { status: 400, code: 'missing_stripe_customer' }
/** The contract knows no 409. */
const conflict: Wire = { status: 400, code: 'bad_request' }
const paymentFailed: Wire = { status: 402, code: 'payment_failed' }
const failing: Wire = { status: 500, code: 'internal_server_error' }

/** Every refusal and its wire form. The total type makes a forgotten code an error of compilation. */
export const refusals: Readonly<Record<AnyRefusalCode, Wire>> = {
  account_not_found: notFound,
  member_not_found: notFound,
  credit_type_not_found: notFound,
  grant_not_found: notFound,
  debit_not_found: notFound,
  hold_not_found: notFound,
  cap_not_found: notFound,
  key_not_found: notFound,
  price_not_found: notFound,
  purchase_not_found: notFound,
  plan_not_found: notFound,
  subscription_not_found: notFound,
  check_not_found: notFound,
  webhook_endpoint_not_found: notFound,
  webhook_delivery_not_found: notFound,
  refund_not_found: notFound,
  payment_method_not_found: missingCustomer,
  account_exists: conflict,
  slug_taken: conflict,
  credit_type_exists: conflict,
  member_exists: conflict,
  member_key_exists: conflict,
  plan_exists: conflict,
  subscription_exists: conflict,
  account_spending_cap_reached: forbidden,
  user_spending_cap_reached: forbidden,
  project_spending_cap_reached: forbidden,
  key_spending_cap_reached: forbidden,
  insufficient_credits: paymentFailed,
  hold_already_captured: conflict,
  hold_already_released: conflict,
  hold_expired: conflict,
  capture_exceeds_hold: conflict,
  reversal_exceeds_debit: conflict,
  revocation_exceeds_grant: conflict,
  grant_already_expired: conflict,
  key_revoked: conflict,
  key_scope_invalid: badRequest,
  wallet_limit_exceeded: badRequest,
  not_for_sale: badRequest,
  price_mismatch: badRequest,
  credits_out_of_range: badRequest,
  not_a_whole_pack: badRequest,
  amount_too_small: badRequest,
  expiry_not_ahead: badRequest,
  redirect_not_allowed: badRequest,
  payment_method_missing: missingCustomer,
  card_declined: paymentFailed,
  authentication_required: paymentFailed,
  payment_refused: paymentFailed,
  // Not 5xx: clients repeat those by themselves, and money may have moved.
  payment_pending: { status: 402, code: 'purchase_complete_failed' },
  too_many_attempts: conflict,
  refund_exceeds_purchase: conflict,
  purchase_not_refundable: conflict,
  plan_not_offered: { status: 400, code: 'invalid_plan' },
  seats_out_of_range: badRequest,
  subscription_not_active: { status: 400, code: 'missing_subscription' },
  subscription_ends: { status: 400, code: 'missing_subscription' },
  demotion_required: conflict,
  no_free_seat: conflict,
  member_has_seat: conflict,
  member_has_no_seat: conflict,
  amount_changed: conflict,
  clock_not_allowed: conflict,
  webhook_endpoint_inactive: conflict,
  webhook_endpoint_limit: conflict,
  idempotency_key_reused: badRequest,
  invalid_request: badRequest,
  invalid_json: badRequest,
  unauthenticated: { status: 401, code: 'unauthorized' },
  forbidden,
  not_found: notFound,
  method_not_allowed: { status: 405, code: 'method_not_allowed' },
  body_too_large: { status: 413, code: 'payload_too_large' },
  unsupported_media_type: { status: 415, code: 'unsupported_media_type' },
  rate_limited: { status: 429, code: 'rate_limited' },
  idempotency_key_in_use: conflict,
  // The contract knows no other 5xx. What may be tried again carries a Retry-After all the same.
  unavailable: failing,
  internal: failing,
}

export const envelope: Dialect['envelope'] = ({ code, detail, rate }: Problem) => {
  const error = { code: refusals[code].code, message: detail }
  if (!rate) return { content_type: 'application/json', body: { error } }
  const { remaining, limit: total, reset_at: resetMs } = rate
  const limit = { remaining, reset: Math.ceil(resetMs / 1000), resetMs, total }
  return { content_type: 'application/json', body: { error: { ...error, limit } } }
}

export const problem = Type.Object(
  {
    error: Type.Object({
      code: Type.String({ description: 'Stable: what a program goes by.' }),
      message: Type.String({ description: 'What was wrong and what to do, for a person.' }),
      limit: Type.Optional(
        Type.Object(
          {
            remaining: Type.Integer(),
            reset: Type.Integer({ description: 'When more may be asked, in seconds since 1970.' }),
            resetMs: Type.Integer({ description: 'The same in milliseconds.' }),
            total: Type.Integer(),
          },
          { description: 'Only with `rate_limited`.' },
        ),
      ),
    }),
  },
  { title: 'Error' },
)
