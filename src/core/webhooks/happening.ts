import type { Instant } from '../instant.ts'
import type { Purchase, Transition } from '../purchases/purchase.ts'
import type { Subscription, SubscriptionEvent } from '../subscriptions/subscription.ts'
import type { HappeningType, PING, WebhookEndpoint } from './endpoint.ts'

/** What a delivery tells of, as it was when it happened. */
export type Subject =
  | { readonly what: 'purchase'; readonly purchase: Purchase; readonly transition: Transition }
  | { readonly what: 'subscription'; readonly subscription: Subscription; readonly event: SubscriptionEvent }
  | { readonly what: 'endpoint'; readonly endpoint: WebhookEndpoint }

/** Something that the product may want to hear of, once for each endpoint that listens to it. */
export interface Happening {
  /** Empty for what is about no account. */
  readonly account: string
  /** The same for whoever is told of it, and however often. */
  readonly event: string
  readonly type: HappeningType | typeof PING
  readonly subject: Subject
  readonly at: Instant
}

/**
 * One for each step. What several steps led to at once is told with each of them as it is in the end, save the state.
 */
export const purchaseHappenings = (purchase: Purchase, transitions: readonly Transition[]): Happening[] =>
  transitions.map((transition) => ({
    account: purchase.account,
    event: `evt_${purchase.id}_${transition.seq}`,
    type: `purchase.${transition.to}`,
    subject: { what: 'purchase', purchase: { ...purchase, state: transition.to }, transition },
    at: transition.at,
  }))
