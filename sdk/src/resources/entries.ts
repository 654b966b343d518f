import type { ListEntriesQuery } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Entries extends Resource {
  /** The ledger's lines, newest first. */
  list(account: string, query: ListEntriesQuery = {}, options?: CallOptions) {
    return this.pages('list_entries', { params: { account }, query }, options)
  }
}
