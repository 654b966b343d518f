import type { RefusalCode } from '../../../core/refusal.ts'

/** What the burning and the holding of credits can be refused for. */
export const usageRefusals: readonly RefusalCode[] = [
  'account_not_found',
  'credit_type_not_found',
  'member_not_found',
  'account_spending_cap_reached',
  'user_spending_cap_reached',
  'project_spending_cap_reached',
  'key_spending_cap_reached',
  'insufficient_credits',
  'idempotency_key_reused',
]
