import type { Instant } from './instant.ts'

/** Something that is to be done in an account when its time comes. */
export interface DueThing {
  readonly kind: 'wallet' | 'subscription'
  /** The wallet's credit type, or the subscription. */
  readonly id: string
  /** Changes when something is done about it, where `at` alone doesn't tell. */
  readonly mark: string
  readonly at: Instant
}

/** The clocks of accounts that were put forward. Each shows the real time and so much more, so all of them run on. */
export interface Clocks {
  /** Learns what other processes put forward until half a second ago. */
  hear(): Promise<void>
  /** Puts the account's clock so far ahead of the real one. It never goes back. This process knows it at once. */
  put(account: string, ahead_ms: number): Promise<void>
  /** Does the work unless somebody else, in whatever process, is at it for the same account; then null. */
  alone<T>(account: string, work: () => Promise<T>): Promise<T | null>
  /** What is due in the account by then, in the order in which it falls due; at the same moment wallets first. */
  dueBy(account: string, by: Instant): Promise<readonly DueThing[]>
}
