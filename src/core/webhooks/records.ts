import type { Instant } from '../instant.ts'
import type { Lock, Page, PageRequest } from '../ports.ts'
import type { Verdict } from './attempt.ts'
import type { Delivery, DeliveryState, DueDelivery } from './delivery.ts'
import type { WebhookEndpoint } from './endpoint.ts'
import type { Happening } from './happening.ts'

/**
 * What is kept of webhooks. What happens to purchases and subscriptions is written for every endpoint that listens by
 * whoever writes that it happened, in the same transaction.
 */
export interface WebhookRecords {
  insertEndpoint(endpoint: WebhookEndpoint, secret: string): Promise<void>
  /** Another secret takes the place of the present one, which signs too until `previous_secret_until`. */
  updateEndpoint(endpoint: WebhookEndpoint, secret: string | null): Promise<void>
  /** What waits for it is never sent. */
  deleteEndpoint(id: string): Promise<void>
  endpoint(id: string, lock?: Lock): Promise<WebhookEndpoint | null>
  /** Oldest first. */
  endpoints(): Promise<readonly WebhookEndpoint[]>

  /** For this endpoint alone, whatever it listens to. */
  insertDelivery(endpoint: string, happening: Happening): Promise<Delivery>
  delivery(id: string): Promise<Delivery | null>
  /** Newest first. */
  deliveries(filter: DeliveryFilter, page: PageRequest): Promise<Page<Delivery>>
  /** As if it had never been tried. */
  sendAgain({ account, event, endpoint }: DeliveryName): Promise<void>

  /**
   * What is to be sent by now to endpoints that are on, oldest first: of each at most so many, and nothing that is told
   * to an endpoint of an account that is being told something already.
   */
  dueDeliveries(
    now: Instant,
    busy: readonly Pick<DeliveryName, 'endpoint' | 'account'>[],
  ): Promise<DueDelivery[]>
  /** How long ago, in real time, the oldest of it should have been sent; null where there is nothing. */
  deliveriesDueSince(now: Instant): Promise<Instant | null>
  /** Keeps what came of an attempt. */
  keepVerdict(due: DueDelivery, verdict: Verdict): Promise<void>
  /** Forgets those of what happened before, and says how many. */
  forgetDeliveries(before: Instant): Promise<number>
}

export type DeliveryName = Pick<Delivery, 'account' | 'event' | 'endpoint'>

export interface DeliveryFilter {
  readonly endpoint: string | null
  readonly state: DeliveryState | null
}
