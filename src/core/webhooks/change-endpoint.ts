import type { Instant } from '../instant.ts'
import type { Registry } from '../ports.ts'
import type { Refusal } from '../refusal.ts'
import { noEndpoint, type WebhookEndpoint } from './endpoint.ts'

/** What is undefined stays as it is. */
export interface EndpointChange {
  readonly id: string
  readonly url: string | undefined
  readonly types: WebhookEndpoint['types'] | undefined
  readonly active: boolean | undefined
}

/** Whoever switches it on, or sends it elsewhere, has mended it: its failures count anew. */
export async function changeEndpoint(
  registry: Registry,
  { id, url, types, active }: EndpointChange,
  now: Instant,
): Promise<WebhookEndpoint | Refusal> {
  const found = await registry.endpoint(id, 'locked')
  if (!found) return noEndpoint(id)
  const endpoint: WebhookEndpoint = {
    ...found,
    url: url ?? found.url,
    types: types === undefined ? found.types : types,
    active: active ?? found.active,
    failing_since: active === true || url !== undefined ? null : found.failing_since,
    updated_at: now,
  }
  await registry.updateEndpoint(endpoint, null)
  return endpoint
}
