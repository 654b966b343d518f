import type { Instant } from '../instant.ts'

export type AccountKind = 'user' | 'team'

/** How an account buys, and what becomes of credits that a refund takes back and that were spent. */
export interface BuyingTerms {
  /** Out of a balance that it committed to, kept in a wallet of the credit type `miu`, or with a card. */
  readonly pays_with: 'card' | 'commitment'
  /** Whether a purchase may end in a hosted page where the API face would else refuse it for want of a card. */
  readonly hosted_checkout: boolean
  readonly spent_on_refund: 'debt' | 'write_off'
  /** What members without a seat may draw on, while there is a subscription to seats: what was topped up, or nothing. */
  readonly seatless: 'topup' | 'nothing'
}

export const USUAL_TERMS: BuyingTerms = {
  pays_with: 'card',
  hosted_checkout: false,
  spent_on_refund: 'debt',
  seatless: 'topup',
}

/** What is left out stays as it is. */
export type BuyingTermsInput = { readonly [K in keyof BuyingTerms]?: BuyingTerms[K] | undefined }

export const termsOf = (input: BuyingTermsInput, otherwise: BuyingTerms): BuyingTerms => ({
  pays_with: input.pays_with ?? otherwise.pays_with,
  hosted_checkout: input.hosted_checkout ?? otherwise.hosted_checkout,
  spent_on_refund: input.spent_on_refund ?? otherwise.spent_on_refund,
  seatless: input.seatless ?? otherwise.seatless,
})

export interface Account extends BuyingTerms {
  readonly id: string
  readonly kind: AccountKind
  readonly name: string
  readonly slug: string | null
  /** How far its own clock is ahead of the real one. */
  readonly ahead_ms: number
  readonly created_at: Instant
}

/** An account whose own clock is ahead of the real one. */
export interface ClockAhead {
  readonly account: string
  readonly ahead_ms: number
}

/**
 * Ids that a product may give to its accounts, members, credit types, projects and features. `.` and `..` are none:
 * whoever resolves a URL takes them for steps along its path.
 */
export const ID_PATTERN = '^(?!\\.{1,2}$)[A-Za-z0-9_.:-]{1,64}$'

/** A slug stands in URLs: lower case, digits and inner hyphens. */
export const SLUG_PATTERN = '^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$'
