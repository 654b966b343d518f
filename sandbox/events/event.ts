import { newId } from '../ids.ts'
import { API_VERSION, type Event, type EventType, type Kept } from '../wire.ts'

export interface RequestOf {
  id: string | null
  idempotency_key: string | null
}

/** What happened to an object, with the object as it was then. */
export function newEvent(
  type: EventType,
  object: Kept,
  created: number,
  request: RequestOf,
  previous: Record<string, unknown> | undefined,
): Event {
  const snapshot = structuredClone(object)
  return {
    id: newId('evt'),
    object: 'event',
    api_version: API_VERSION,
    created,
    data: { object: snapshot, ...(previous === undefined ? {} : { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: 0,
    request,
    type,
  }
}
