import type { Instant } from '../instant.ts'
import type { Ids, Registry } from '../ports.ts'
import type { Refusal } from '../refusal.ts'
import { noEndpoint, type WebhookEndpoint } from './endpoint.ts'

/** Takes an endpoint away, its secrets with it, and answers what it was. */
export async function removeEndpoint(
  registry: Registry,
  { id }: Pick<WebhookEndpoint, 'id'>,
  _ids: Ids,
  _now: Instant,
): Promise<WebhookEndpoint | Refusal> {
  const found = await registry.endpoint(id, 'locked')
  if (!found) return noEndpoint(id)
  await registry.deleteEndpoint(id)
  return found
}
