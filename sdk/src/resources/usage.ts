import type { GetUsageQuery } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Usage extends Resource {
  /** What was burned of a credit type, day by day. */
  get(account: string, query: GetUsageQuery, options?: CallOptions) {
    return this.call('get_usage', { params: { account }, query }, options)
  }
}
