import type { SecretForm } from '../accounts/secret.ts'
import type { Instant } from '../instant.ts'
import { purchaseStates } from '../purchases/purchase.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { subscriptionEvents } from '../subscriptions/subscription.ts'

/** What the product can be told of: every step of a purchase, and whatever happens to a subscription. */
export const happeningTypes = [
  ...purchaseStates.map((state) => `purchase.${state}` as const),
  ...subscriptionEvents.map((kind) => `subscription.${kind}` as const),
]
export type HappeningType = (typeof happeningTypes)[number]

/** Sent when it is asked for, to see whether an endpoint is there. */
export const PING = 'ping'

/** Where the product hears what happened. Its secret is known to the store alone. */
export interface WebhookEndpoint {
  readonly id: string
  readonly url: string
  /** Null: all of them. */
  readonly types: readonly HappeningType[] | null
  /** Where it isn't, nothing is sent, and nothing that happens is kept for it. */
  readonly active: boolean
  /** Since when every attempt has failed. */
  readonly failing_since: Instant | null
  /** Until then the secret before the present one signs too. */
  readonly previous_secret_until: Instant | null
  readonly created_at: Instant
  readonly updated_at: Instant
}

/** The only answers that ever hold a secret. */
export interface EndpointWithSecret {
  readonly endpoint: WebhookEndpoint
  /** Null in a replay whose caller can't open what was sealed. */
  readonly secret: string | null
}

/** Standard Webhooks reads what follows the prefix as base64: these are 33 bytes. */
export const WEBHOOK_SECRET: SecretForm = { prefix: 'whsec_', characters: 44 }

/** Whatever happens is written down once for each, in the transaction in which it happens. */
export const MOST_ENDPOINTS = 20

export const noEndpoint = (id: string): Refusal =>
  refuse('webhook_endpoint_not_found', `There is no webhook endpoint ${id}.`)

export const inactive = (id: string): Refusal =>
  refuse('webhook_endpoint_inactive', `The webhook endpoint ${id} is switched off. Switch it on first.`)
