import type { CreateAccountBody, ListAccountsQuery, UpdateAccountBody } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Accounts extends Resource {
  /** Opens an account. */
  create(body: CreateAccountBody, options?: CallOptions) {
    return this.call('create_account', { body }, options)
  }

  /** The accounts, or those that a search finds. */
  list(query: ListAccountsQuery = {}, options?: CallOptions) {
    return this.pages('list_accounts', { query }, options)
  }

  get(account: string, options?: CallOptions) {
    return this.call('get_account', { params: { account } }, options)
  }

  /** Changes what is named and leaves the rest as it is. */
  update(account: string, body: UpdateAccountBody, options?: CallOptions) {
    return this.call('update_account', { params: { account }, body }, options)
  }
}
