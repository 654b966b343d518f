import type { Instant } from '../instant.ts'
import type { Registry, Secrets } from '../ports.ts'
import type { Refusal } from '../refusal.ts'
import { type EndpointWithSecret, noEndpoint, WEBHOOK_SECRET, type WebhookEndpoint } from './endpoint.ts'

/** Long enough to bring the new one to wherever the old one is. */
const BOTH_MS = 24 * 3_600_000

export interface EndpointToRotate {
  readonly id: string
  readonly mint: Secrets['mint']
}

/** Gives the endpoint another secret. The old one signs too for a day, so that nothing is turned away meanwhile. */
export async function rotateSecret(
  registry: Registry,
  { id, mint }: EndpointToRotate,
  now: Instant,
): Promise<EndpointWithSecret | Refusal> {
  const found = await registry.endpoint(id, 'locked')
  if (!found) return noEndpoint(id)
  const endpoint: WebhookEndpoint = { ...found, previous_secret_until: now + BOTH_MS, updated_at: now }
  const { text: secret } = mint(WEBHOOK_SECRET)
  await registry.updateEndpoint(endpoint, secret)
  return { endpoint, secret }
}
