import type { CreateGrantBody, ListGrantsQuery, RevokeGrantBody } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Grants extends Resource {
  /** Puts credits into a wallet. */
  create(account: string, body: CreateGrantBody, options?: CallOptions) {
    return this.call('create_grant', { params: { account }, body }, options)
  }

  list(account: string, query: ListGrantsQuery = {}, options?: CallOptions) {
    return this.pages('list_grants', { params: { account }, query }, options)
  }

  get(account: string, grant: string, options?: CallOptions) {
    return this.call('get_grant', { params: { account, grant } }, options)
  }

  /** Takes credits back: so many, or all that were granted and not taken back yet, spent ones included. */
  revoke(account: string, grant: string, body?: RevokeGrantBody, options?: CallOptions) {
    return this.call('revoke_grant', { params: { account, grant }, body }, options)
  }
}
