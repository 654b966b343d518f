import type { CreateWebhookEndpointBody, UpdateWebhookEndpointBody } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class WebhookEndpoints extends Resource {
  /** Its `secret`, which `verifyWebhook` asks for, is in this answer and in no other. */
  create(body: CreateWebhookEndpointBody, options?: CallOptions) {
    return this.call('create_webhook_endpoint', { body }, options)
  }

  list(options?: CallOptions) {
    return this.pages('list_webhook_endpoints', {}, options)
  }

  get(endpoint: string, options?: CallOptions) {
    return this.call('get_webhook_endpoint', { params: { endpoint } }, options)
  }

  update(endpoint: string, body: UpdateWebhookEndpointBody, options?: CallOptions) {
    return this.call('update_webhook_endpoint', { params: { endpoint }, body }, options)
  }

  delete(endpoint: string, options?: CallOptions) {
    return this.call('delete_webhook_endpoint', { params: { endpoint } }, options)
  }

  /** Gives it another secret; for a while the one before signs too. */
  rotate(endpoint: string, options?: CallOptions) {
    return this.call('rotate_webhook_secret', { params: { endpoint } }, options)
  }

  /** Sends it a `ping`. */
  test(endpoint: string, options?: CallOptions) {
    return this.call('test_webhook_endpoint', { params: { endpoint } }, options)
  }
}
