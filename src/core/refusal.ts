/**
 * Every expected "no" of the domain, in one closed union. Core knows no status codes: each dialect has a total
 * table from these codes to its own wire form, so a code without a wire form doesn't compile.
 */
export const refusalCodes = [
  // Something named does not exist, or belongs to somebody else, which is answered alike.
  'account_not_found',
  'member_not_found',
  'credit_type_not_found',
  'grant_not_found',
  'debit_not_found',
  'hold_not_found',
  'cap_not_found',
  'key_not_found',
  'price_not_found',
  'purchase_not_found',
  'refund_not_found',
  'payment_method_not_found',
  'plan_not_found',
  'subscription_not_found',
  'check_not_found',
  'webhook_endpoint_not_found',
  'webhook_delivery_not_found',
  // Something that is to be made is there already.
  'account_exists',
  'slug_taken',
  'credit_type_exists',
  'member_exists',
  'member_key_exists',
  'plan_exists',
  'subscription_exists',
  // Usage that may not happen. The order here is the order in which they are given.
  'account_spending_cap_reached',
  'user_spending_cap_reached',
  'project_spending_cap_reached',
  'key_spending_cap_reached',
  'insufficient_credits',
  // The state of the thing does not allow it.
  'hold_already_captured',
  'hold_already_released',
  'hold_expired',
  'capture_exceeds_hold',
  'reversal_exceeds_debit',
  'revocation_exceeds_grant',
  'grant_already_expired',
  'key_revoked',
  // A key of this role can't have this scope.
  'key_scope_invalid',
  'wallet_limit_exceeded',
  // Buying. What the caller asks for can't be sold.
  'not_for_sale',
  'price_mismatch',
  'credits_out_of_range',
  'not_a_whole_pack',
  'amount_too_small',
  'expiry_not_ahead',
  'redirect_not_allowed',
  // The payment says no, or has not said anything yet.
  'payment_method_missing',
  'card_declined',
  'authentication_required',
  'payment_refused',
  'payment_pending',
  'too_many_attempts',
  'refund_exceeds_purchase',
  'purchase_not_refundable',
  // Subscriptions. What is asked for isn't sold like that, or not as things stand.
  'plan_not_offered',
  'seats_out_of_range',
  'subscription_not_active',
  'subscription_ends',
  'demotion_required',
  'no_free_seat',
  'member_has_seat',
  'member_has_no_seat',
  'amount_changed',
  // Only a test account's clock can be put forward.
  'clock_not_allowed',
  // Webhooks. Nothing is sent to an endpoint that is off, and there are only so many.
  'webhook_endpoint_inactive',
  'webhook_endpoint_limit',
  // The same idempotency key came with another request.
  'idempotency_key_reused',
] as const

export type RefusalCode = (typeof refusalCodes)[number]

export interface Refusal {
  readonly refused: RefusalCode
  /** A sentence for a person: what was wrong and what to do. */
  readonly detail: string
  /** The purchase that it is about, where one was made. */
  readonly purchase?: string
}

export const refuse = (refused: RefusalCode, detail: string): Refusal => ({ refused, detail })

export const isRefusal = (answer: unknown): answer is Refusal =>
  typeof answer === 'object' && answer !== null && 'refused' in answer

/** Carries a refusal out of an operation, so that the transaction around it is rolled back. */
export class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.detail)
    this.refusal = refusal
  }
}

/** Throws where a refusal must end the operation, and passes everything else through. */
export function orRefuse<T>(answer: T | Refusal): T {
  if (isRefusal(answer)) throw new Refused(answer)
  return answer
}
