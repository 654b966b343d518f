import type { Registry } from '../ports.ts'
import type { Refusal } from '../refusal.ts'
import { type Delivery, noDelivery } from './delivery.ts'
import { inactive, noEndpoint } from './endpoint.ts'

/** Sends the same once more, under the id that it had, whatever became of it before. */
export async function resend(registry: Registry, { id }: Pick<Delivery, 'id'>): Promise<Delivery | Refusal> {
  const delivery = await registry.delivery(id)
  if (!delivery) return noDelivery(id)
  const endpoint = await registry.endpoint(delivery.endpoint)
  if (!endpoint) return noEndpoint(delivery.endpoint)
  if (!endpoint.active) return inactive(endpoint.id)
  await registry.sendAgain(delivery)
  return { ...delivery, state: 'waiting', attempts: 0, due_at: null }
}
