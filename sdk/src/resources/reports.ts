import type { GetOverviewQuery } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Reports extends Resource {
  /** What was sold, burned and expired, what is outstanding, and the revenue, day by day. */
  overview(query: GetOverviewQuery = {}, options?: CallOptions) {
    return this.call('get_overview', { query }, options)
  }
}
