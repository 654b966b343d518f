import type { Instant } from '../instant.ts'
import type { Ids, Registry, Secrets } from '../ports.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type EndpointWithSecret, MOST_ENDPOINTS, WEBHOOK_SECRET, type WebhookEndpoint } from './endpoint.ts'

export interface NewEndpoint extends Pick<WebhookEndpoint, 'url' | 'types' | 'active'> {
  readonly mint: Secrets['mint']
}

export async function createEndpoint(
  registry: Registry,
  { url, types, active, mint }: NewEndpoint,
  now: Instant,
  ids: Ids,
): Promise<EndpointWithSecret | Refusal> {
  if ((await registry.endpoints()).length >= MOST_ENDPOINTS)
    return refuse(
      'webhook_endpoint_limit',
      `There are ${MOST_ENDPOINTS} webhook endpoints already. Delete one that nobody needs.`,
    )
  const endpoint: WebhookEndpoint = {
    id: ids.mint('whe', now),
    url,
    types,
    active,
    failing_since: null,
    previous_secret_until: null,
    created_at: now,
    updated_at: now,
  }
  const { text: secret } = mint(WEBHOOK_SECRET)
  await registry.insertEndpoint(endpoint, secret)
  return { endpoint, secret }
}
