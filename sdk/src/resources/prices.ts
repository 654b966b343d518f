import type { CreatePriceBody, ListPricesQuery } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Prices extends Resource {
  /** A price never changes: to change one, make another and archive the old one. */
  create(body: CreatePriceBody, options?: CallOptions) {
    return this.call('create_price', { body }, options)
  }

  list(query: ListPricesQuery = {}, options?: CallOptions) {
    return this.pages('list_prices', { query }, options)
  }

  get(price: string, options?: CallOptions) {
    return this.call('get_price', { params: { price } }, options)
  }

  archive(price: string, options?: CallOptions) {
    return this.call('archive_price', { params: { price } }, options)
  }
}
