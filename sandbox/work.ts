import type { Decision } from './cards/decision.ts'
import type { Objects } from './store/objects.ts'
import type { Settings } from './store/settings.ts'
import type { EventType, Kept } from './wire.ts'

/**
 * One transaction's work: the objects as they are, the time, and what happens beside them. Everything that the
 * sandbox does, for the API, a page or by itself, is done to one of these.
 */
export interface Work {
  readonly objects: Objects
  readonly settings: Settings
  /** In seconds, as Stripe counts. */
  readonly now: number
  /** Where the sandbox is reached, without a slash at the end. */
  readonly url: string
  /** Notes an event with the object as it is now, to be sent once the work is committed. */
  emit(type: EventType, object: Kept, previous?: Record<string, unknown>): void
  /** What the next charge is to be answered, if somebody asked for a decline. */
  decline(): Extract<Decision, { outcome: 'declined' }> | undefined
}
