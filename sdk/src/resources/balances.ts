import type { GetBalanceQuery, ListBalancesQuery } from '../api.ts'
import { Resource } from '../call.ts'
import type { CallOptions } from '../request.ts'

export class Balances extends Resource {
  /** One for each credit type that the account ever had. */
  list(account: string, query: ListBalancesQuery = {}, options?: CallOptions) {
    return this.pages('list_balances', { params: { account }, query }, options)
  }

  /** What can be burned now, or what could be then. */
  get(account: string, creditType: string, query: GetBalanceQuery = {}, options?: CallOptions) {
    return this.call('get_balance', { params: { account, credit_type: creditType }, query }, options)
  }
}
