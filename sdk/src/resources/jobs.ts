import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Jobs extends Resource {
  /** The jobs of the server, and how far they are behind. */
  list(options?: CallOptions) {
    return this.call('list_jobs', {}, options)
  }
}
