import type { ListWebhookDeliveriesQuery } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class WebhookDeliveries extends Resource {
  list(query: ListWebhookDeliveriesQuery = {}, options?: CallOptions) {
    return this.pages('list_webhook_deliveries', { query }, options)
  }

  /** Sends it again, whatever became of it. */
  resend(delivery: string, options?: CallOptions) {
    return this.call('resend_webhook_delivery', { params: { delivery } }, options)
  }
}
