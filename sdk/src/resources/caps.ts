import type { ListCapsQuery, PutCapBody } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Caps extends Resource {
  put(account: string, subject: string, id: string, body: PutCapBody, options?: CallOptions) {
    return this.call('put_cap', { params: { account, subject, id }, body }, options)
  }

  list(account: string, query: ListCapsQuery = {}, options?: CallOptions) {
    return this.pages('list_caps', { params: { account }, query }, options)
  }

  /** With how much of it is used. */
  get(account: string, subject: string, id: string, options?: CallOptions) {
    return this.call('get_cap', { params: { account, subject, id } }, options)
  }

  delete(account: string, subject: string, id: string, options?: CallOptions) {
    return this.call('delete_cap', { params: { account, subject, id } }, options)
  }
}
