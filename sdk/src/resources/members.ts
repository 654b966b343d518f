import type { AddMemberBody, ListMembersQuery, UpdateMemberBody } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Members extends Resource {
  add(account: string, body: AddMemberBody, options?: CallOptions) {
    return this.call('add_member', { params: { account }, body }, options)
  }

  list(account: string, query: ListMembersQuery = {}, options?: CallOptions) {
    return this.pages('list_members', { params: { account }, query }, options)
  }

  get(account: string, member: string, options?: CallOptions) {
    return this.call('get_member', { params: { account, member } }, options)
  }

  update(account: string, member: string, body: UpdateMemberBody, options?: CallOptions) {
    return this.call('update_member', { params: { account, member }, body }, options)
  }

  /** It stays on what it did. */
  remove(account: string, member: string, options?: CallOptions) {
    return this.call('remove_member', { params: { account, member } }, options)
  }
}
