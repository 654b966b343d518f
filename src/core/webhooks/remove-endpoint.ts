import type { Registry } from '../ports.ts'
import type { Refusal } from '../refusal.ts'
import { noEndpoint, type WebhookEndpoint } from './endpoint.ts'

/** Takes an endpoint away, its secrets with it, and answers what it was. */
export async function removeEndpoint(
  registry: Registry,
  { id }: Pick<WebhookEndpoint, 'id'>,
): Promise<WebhookEndpoint | Refusal> {
  const found = await registry.endpoint(id, 'locked')
  if (!found) return noEndpoint(id)
  await registry.deleteEndpoint(id)
  return found
}
