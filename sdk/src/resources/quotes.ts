import type { CreateQuoteBody } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Quotes extends Resource {
  /** What a purchase would cost. It changes nothing. */
  create(account: string, body: CreateQuoteBody, options?: CallOptions) {
    return this.call('create_quote', { params: { account }, body }, options)
  }
}
