import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Hold } from '../ledger/hold.ts'
import type { Page, PageRequest } from '../ports.ts'
import type { Cap, CapSubject, CountedCap, Counter } from './cap.ts'

/** What is kept of caps and of what counts against them, within one transaction. */
export interface CapRecords {
  /**
   * Keeps every batch away from the account's wallets and caps until the transaction ends. Answers the latest moment
   * that any of the wallets has reached, because a wallet's time never goes back.
   */
  lockForCaps(account: string): Promise<Instant>
  putCap(cap: Cap): Promise<void>
  deleteCap(account: string, subject: CapSubject, subject_id: string): Promise<boolean>
  cap(account: string, subject: CapSubject, subject_id: string): Promise<Cap | null>
  caps(account: string, page: PageRequest): Promise<Page<CountedCap>>
  counter(cap: Cap, subject_id: string): Promise<Counter | null>
  /** The holds of an account that are past their end and not released yet, though they hold nothing any more. */
  endedHolds(account: string, now: Instant): Promise<readonly EndedHold[]>
  /** Replaces what the cap has counted for the subject, or for every member where `subject_id` is null. */
  restartCounters(cap: Cap, subject_id: string | null, counters: readonly Counter[]): Promise<void>
  /** What was burned since `since`, open holds included, whatever is written meanwhile. */
  burnedSince(burner: Tally['burner'], since: Instant): Promise<Tally>
  /** The tally as it is now, at the cost of what was written after it. */
  burnedAfter(tally: Tally): Promise<Tally>
}

export type EndedHold = Pick<
  Hold,
  'account' | 'amount_micro' | 'usage' | 'api_key' | 'unit_price_micro' | 'created_at' | 'counted_at'
>

/** What was burned by somebody since a moment, up to and with certain entries. */
export interface Tally {
  /** `subject_id` null means every member. */
  readonly burner: {
    readonly account: string
    readonly subject: CapSubject
    readonly subject_id: string | null
  }
  readonly since: Instant
  /** By credit type, the last entry of the wallet that is in it. */
  readonly seqs: Readonly<Record<string, string>>
  /** One for each subject, also where it is zero. */
  readonly burned: readonly Burned[]
}

/** The worth in money is rounded debit by debit, as the counters count it. */
export interface Burned {
  readonly subject_id: string
  readonly credits_micro: Micro
  readonly money_micro: Micro
}
