import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'

/**
 * The books between which credits move. Every entry leaves one and enters another, so the books of a credit type
 * always sum to zero. `issued` and `debt` run below zero; `wallet` and `held` never do.
 */
export const books = ['issued', 'wallet', 'held', 'consumed', 'expired', 'revoked', 'debt'] as const
export type BookName = (typeof books)[number]

/** Why an entry was posted. */
export const entryKinds = [
  'grant',
  'debit',
  'reversal',
  'hold',
  'capture',
  'release',
  'expiry',
  'revocation',
  'debt',
  'freeze',
  'thaw',
  'restoration',
] as const
export type EntryKind = (typeof entryKinds)[number]

/** One immutable line of the ledger. `seq` counts a wallet's entries from 1 without gaps. */
export interface Entry {
  readonly account: string
  readonly credit_type: string
  readonly seq: number
  /** When it took effect, which for an expiry is the moment of the expiry, not of the posting. */
  readonly at: Instant
  readonly kind: EntryKind
  readonly from: BookName
  readonly to: BookName
  readonly amount_micro: Micro
  /** The grant concerned; null only where a debt meets no grant. */
  readonly grant: string | null
  /** The debit, hold, grant, reversal … that made it. */
  readonly cause: string
  /** The wallet's books after this entry. */
  readonly available_micro: Micro
  readonly held_micro: Micro
  readonly debt_micro: Micro
}
