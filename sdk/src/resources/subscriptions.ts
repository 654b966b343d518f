import type {
  CancelSubscriptionBody,
  ChangeSubscriptionBody,
  CreateSubscriptionBody,
  ListAllSubscriptionsQuery,
  ListSubscriptionEventsQuery,
  ListSubscriptionsQuery,
  PreviewChangeBody,
  PreviewSubscriptionBody,
} from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Subscriptions extends Resource {
  /** What it would cost. It changes nothing. */
  preview(account: string, body: PreviewSubscriptionBody, options?: CallOptions) {
    return this.call('preview_subscription', { params: { account }, body }, options)
  }

  create(account: string, body: CreateSubscriptionBody, options?: CallOptions) {
    return this.call('create_subscription', { params: { account }, body }, options)
  }

  list(account: string, query: ListSubscriptionsQuery = {}, options?: CallOptions) {
    return this.pages('list_subscriptions', { params: { account }, query }, options)
  }

  get(account: string, subscription: string, options?: CallOptions) {
    return this.call('get_subscription', { params: { account, subscription } }, options)
  }

  /** Its seats, and what they have left. */
  overview(account: string, subscription: string, options?: CallOptions) {
    return this.call('get_subscription_overview', { params: { account, subscription } }, options)
  }

  /** Everything that happened to it. */
  events(
    account: string,
    subscription: string,
    query: ListSubscriptionEventsQuery = {},
    options?: CallOptions,
  ) {
    return this.pages('list_subscription_events', { params: { account, subscription }, query }, options)
  }

  /** What a change would cost, and when it would take effect. */
  previewChange(account: string, subscription: string, body: PreviewChangeBody, options?: CallOptions) {
    return this.call('preview_change', { params: { account, subscription }, body }, options)
  }

  change(account: string, subscription: string, body: ChangeSubscriptionBody, options?: CallOptions) {
    return this.call('change_subscription', { params: { account, subscription }, body }, options)
  }

  /** Takes back a change that waits for the renewal. */
  clearPending(account: string, subscription: string, options?: CallOptions) {
    return this.call('clear_pending_change', { params: { account, subscription } }, options)
  }

  /** At the end of what is paid for, unless said otherwise. */
  cancel(account: string, subscription: string, body?: CancelSubscriptionBody, options?: CallOptions) {
    return this.call('cancel_subscription', { params: { account, subscription }, body }, options)
  }

  /** Takes a cancellation back. */
  resume(account: string, subscription: string, options?: CallOptions) {
    return this.call('resume_subscription', { params: { account, subscription } }, options)
  }

  /** Tries again to pay what is due. */
  pay(account: string, subscription: string, options?: CallOptions) {
    return this.call('pay_subscription', { params: { account, subscription } }, options)
  }

  /** Those of all accounts. */
  listAll(query: ListAllSubscriptionsQuery = {}, options?: CallOptions) {
    return this.pages('list_all_subscriptions', { query }, options)
  }
}
