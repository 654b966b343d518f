import type { BatchDebitsBody, CreateDebitBody, ListDebitsQuery, ReverseDebitBody } from '../api.ts'
import { Resource } from '../call.ts'
import { type BatchOptions, DebitBatch } from '../debit-batch.ts'
import { freshKey } from '../fresh-key.ts'
import type { CallOptions } from '../request.ts'

type Keyed = BatchDebitsBody['debits'][number]

/** One of many debits. Its key is made where none is given; to be able to repeat it later, give one. */
export type DebitOfMany = Omit<Keyed, 'key'> & Partial<Pick<Keyed, 'key'>>

export class Debits extends Resource {
  /** Checks and charges in one durable step: once this resolves, the credits are burned. */
  create(account: string, body: CreateDebitBody, options?: CallOptions) {
    return this.call('create_debit', { params: { account }, body }, options)
  }

  /** Up to 1000 at once, each with its own result in their order. A refused one is a result and no error. */
  createMany(debits: readonly DebitOfMany[], options?: CallOptions) {
    const body = { debits: debits.map((debit) => ({ ...debit, key: debit.key ?? freshKey() })) }
    return this.requests.send('batch_debits', { body, isKeyed: true }, options)
  }

  /** What gathers single debits into few requests, for whoever burns often. */
  batch(options?: BatchOptions): DebitBatch {
    return new DebitBatch((debits, call) => this.createMany(debits, call), options)
  }

  list(account: string, query: ListDebitsQuery = {}, options?: CallOptions) {
    return this.pages('list_debits', { params: { account }, query }, options)
  }

  /** A debit and why it was as it was: the grants it drew on, the caps that counted it. */
  get(account: string, debit: string, options?: CallOptions) {
    return this.call('get_debit', { params: { account, debit } }, options)
  }

  /** Gives back what it took: so much, or all that is left of it. */
  reverse(account: string, debit: string, body?: ReverseDebitBody, options?: CallOptions) {
    return this.call('reverse_debit', { params: { account, debit }, body }, options)
  }
}
