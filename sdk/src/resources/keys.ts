import type { IssueKeyBody, ListKeysQuery } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Keys extends Resource {
  /** Its `secret` is in this answer and in no other. */
  issue(body?: IssueKeyBody, options?: CallOptions) {
    return this.call('issue_key', { body }, options)
  }

  list(query: ListKeysQuery = {}, options?: CallOptions) {
    return this.pages('list_keys', { query }, options)
  }

  get(key: string, options?: CallOptions) {
    return this.call('get_key', { params: { key } }, options)
  }

  /** Voids the secret and gives another one. */
  rotate(key: string, options?: CallOptions) {
    return this.call('rotate_key', { params: { key } }, options)
  }

  revoke(key: string, options?: CallOptions) {
    return this.call('revoke_key', { params: { key } }, options)
  }
}
