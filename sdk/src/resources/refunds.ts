import type { CreateRefundBody } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Refunds extends Resource {
  /** Gives money back: so much, or all that is left. */
  create(account: string, purchase: string, body?: CreateRefundBody, options?: CallOptions) {
    return this.call('create_refund', { params: { account, purchase }, body }, options)
  }

  list(account: string, purchase: string, options?: CallOptions) {
    return this.pages('list_refunds', { params: { account, purchase } }, options)
  }
}
