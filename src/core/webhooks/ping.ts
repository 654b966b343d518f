import type { Instant } from '../instant.ts'
import type { Ids, Registry } from '../ports.ts'
import type { Refusal } from '../refusal.ts'
import type { Delivery } from './delivery.ts'
import { inactive, noEndpoint, PING, type WebhookEndpoint } from './endpoint.ts'

/** Sends something that means nothing, to see whether the endpoint takes it. */
export async function ping(
  registry: Registry,
  { id }: Pick<WebhookEndpoint, 'id'>,
  now: Instant,
  ids: Ids,
): Promise<Delivery | Refusal> {
  const endpoint = await registry.endpoint(id)
  if (!endpoint) return noEndpoint(id)
  if (!endpoint.active) return inactive(id)
  return registry.insertDelivery(id, {
    account: '',
    event: ids.mint('evt', now),
    type: PING,
    subject: { what: 'endpoint', endpoint },
    at: now,
  })
}
