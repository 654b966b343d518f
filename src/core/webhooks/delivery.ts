import type { Instant } from '../instant.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Happening, Subject } from './happening.ts'

export const deliveryStates = ['waiting', 'delivered', 'failed'] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** The telling of one happening to one endpoint. */
export interface Delivery extends Omit<Happening, 'subject'> {
  readonly id: string
  readonly endpoint: string
  readonly state: DeliveryState
  readonly attempts: number
  /** When it is tried next, by the real clock, once it was tried in vain. */
  readonly due_at: Instant | null
  readonly last_attempt_at: Instant | null
  /** What the endpoint answered with; null where it didn't. */
  readonly last_status: number | null
  readonly last_error: string | null
}

/** One that is to be sent now, with all that takes. */
export interface DueDelivery extends Delivery {
  readonly subject: Subject
  readonly url: string
  /** The present one, and the one before it where that still signs. */
  readonly secrets: readonly string[]
  readonly failing_since: Instant | null
}

export const noDelivery = (id: string): Refusal =>
  refuse('webhook_delivery_not_found', `There is no webhook delivery ${id}.`)
