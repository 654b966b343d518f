import type { CreatePurchaseBody, ListAllPurchasesQuery, ListPurchasesQuery } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Purchases extends Resource {
  /** Buys credits. Its `state` says whether they are there already, or which page the buyer has to go to. */
  create(account: string, body: CreatePurchaseBody, options?: CallOptions) {
    return this.call('create_purchase', { params: { account }, body }, options)
  }

  list(account: string, query: ListPurchasesQuery = {}, options?: CallOptions) {
    return this.pages('list_purchases', { params: { account }, query }, options)
  }

  /** A purchase with every state that it went through. */
  get(account: string, purchase: string, options?: CallOptions) {
    return this.call('get_purchase', { params: { account, purchase } }, options)
  }

  /** Those of all accounts. */
  listAll(query: ListAllPurchasesQuery = {}, options?: CallOptions) {
    return this.pages('list_all_purchases', { query }, options)
  }
}
