import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Me extends Resource {
  /** Who is asking, as the server sees it. */
  get(options?: CallOptions) {
    return this.call('get_me', {}, options)
  }
}
