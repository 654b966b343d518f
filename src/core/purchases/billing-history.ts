import type { Instant } from '../instant.ts'
import type { Minor } from '../money.ts'
import type { BucketFacts } from './bucket.ts'
import type { Purchase } from './purchase.ts'

/** What was paid for credits of a type, newest first. */
export interface BillingHistory {
  readonly items: readonly Purchase[]
  readonly has_more: boolean
  /** Over all of them, taxes included, whatever went back since. */
  readonly total_minor: Minor
  readonly count: number
}

export interface HistoryRequest {
  readonly limit: number
  /** The invoice, or the purchase where it has none, after which to go on; null begins. */
  readonly after: string | null
}

/** Reads that show an account's purchases and top-ups as a whole. */
export interface BillingRecords {
  /** Null where nothing that was paid has the id to go on after. */
  billingHistory(
    account: string,
    credit_type: string,
    request: HistoryRequest,
  ): Promise<BillingHistory | null>
  /** `due_at`: before then nothing changes by itself. */
  bucket(account: string, credit_type: string): Promise<BucketFacts & { readonly due_at: Instant | null }>
}
