import type { ListInvoicesQuery } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Invoices extends Resource {
  /** Newest first. */
  list(account: string, query: ListInvoicesQuery = {}, options?: CallOptions) {
    return this.pages('list_invoices', { params: { account }, query }, options)
  }
}
