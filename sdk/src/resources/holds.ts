import type { CaptureHoldBody, CreateHoldBody, ExtendHoldBody, ListHoldsQuery } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'
import { type HoldRun, type HoldWish, type HoldWork, runHold } from '../run-hold.ts'

export class Holds extends Resource {
  /** Sets credits aside for work under way. */
  create(account: string, body: CreateHoldBody, options?: CallOptions) {
    return this.call('create_hold', { params: { account }, body }, options)
  }

  list(account: string, query: ListHoldsQuery = {}, options?: CallOptions) {
    return this.pages('list_holds', { params: { account }, query }, options)
  }

  get(account: string, hold: string, options?: CallOptions) {
    return this.call('get_hold', { params: { account, hold } }, options)
  }

  /** Burns what it took, which is all of it unless an amount is given; the rest goes back. */
  capture(account: string, hold: string, body?: CaptureHoldBody, options?: CallOptions) {
    return this.call('capture_hold', { params: { account, hold }, body }, options)
  }

  /** Gives everything back. */
  release(account: string, hold: string, options?: CallOptions) {
    return this.call('release_hold', { params: { account, hold } }, options)
  }

  /** Moves its end to so many seconds from now. */
  extend(account: string, hold: string, body: ExtendHoldBody, options?: CallOptions) {
    return this.call('extend_hold', { params: { account, hold }, body }, options)
  }

  /**
   * Sets credits aside, does the work, and captures what the work says that it cost; everything, if it doesn't say.
   * Where the work throws, the hold is released and the error goes on. While it works, the hold is extended.
   */
  run<T>(account: string, wish: HoldWish, work: HoldWork<T>, options?: CallOptions): Promise<HoldRun<T>> {
    return runHold(this, account, wish, work, options)
  }
}
