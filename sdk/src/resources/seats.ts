import type { ListSeatsQuery, MoveSeatBody } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Seats extends Resource {
  list(account: string, subscription: string, query: ListSeatsQuery = {}, options?: CallOptions) {
    return this.pages('list_seats', { params: { account, subscription }, query }, options)
  }

  give(account: string, subscription: string, member: string, options?: CallOptions) {
    return this.call('give_seat', { params: { account, subscription, member } }, options)
  }

  take(account: string, subscription: string, member: string, options?: CallOptions) {
    return this.call('take_seat', { params: { account, subscription, member } }, options)
  }

  /** To another member, with what is left of its credits. */
  move(account: string, subscription: string, member: string, body: MoveSeatBody, options?: CallOptions) {
    return this.call('move_seat', { params: { account, subscription, member }, body }, options)
  }
}
