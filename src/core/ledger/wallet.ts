import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Carried } from './bucket-move.ts'
import { drawOrder } from './draw-order.ts'
import type { Grant } from './grant.ts'
import type { Hold } from './hold.ts'
import type { Taken } from './taken.ts'

/**
 * One account's credits of one credit type, as a batch works on it. What a wallet holds is written in its own row,
 * so a read needs no sum; its grants and holds are here as far as the batch needs them.
 */
export interface Wallet {
  readonly account: string
  readonly credit_type: string
  /** The number of the last entry. */
  seq: number
  /** The `wallet` book: what can be drawn by somebody. */
  available_micro: Micro
  held_micro: Micro
  debt_micro: Micro
  /** When the last entry took effect. Entries never go back in time, even if a server's clock does. */
  at: Instant
  /**
   * No start, expiry or end of a hold happens before this moment; null means that none is known. It may be too
   * early, never too late: whoever touches the wallet from then on settles what is due first.
   */
  next_due_at: Instant | null
  /** Whether all its open and scheduled grants and open holds are loaded, without which it can't be settled. */
  whole: boolean
  readonly grants: Map<string, Grant>
  readonly holds: Map<string, Hold>
  /** What was taken of its grants, by their ids, where something that comes back may have to do with it. */
  readonly taken: Map<string, Taken>
  /** Of spent grants that something may come back to: where their buckets have moved them. */
  readonly carried: Map<string, Carried>
  /** The grants in draw order, made when first asked for. */
  order: Grant[] | null
}

export function emptyWallet(account: string, credit_type: string, at: Instant): Wallet {
  return {
    account,
    credit_type,
    seq: 0,
    available_micro: 0n,
    held_micro: 0n,
    debt_micro: 0n,
    at,
    next_due_at: null,
    whole: true,
    grants: new Map(),
    holds: new Map(),
    taken: new Map(),
    carried: new Map(),
    order: null,
  }
}

export function grantsInOrder(wallet: Wallet): readonly Grant[] {
  wallet.order ??= [...wallet.grants.values()].sort(drawOrder)
  return wallet.order
}

export function addGrant(wallet: Wallet, grant: Grant): void {
  wallet.grants.set(grant.id, grant)
  wallet.order = null
}

/** Brings the next due moment forward where `at` is earlier. */
export function noteDue(wallet: Wallet, at: Instant | null): void {
  if (at !== null && (wallet.next_due_at === null || at < wallet.next_due_at)) wallet.next_due_at = at
}

export const isDue = (wallet: Wallet, now: Instant): boolean =>
  wallet.next_due_at !== null && wallet.next_due_at <= now

/** Whether a hold is past its end that nobody has released yet. The wallet must have been loaded whole. */
export function hasEndedHold({ holds }: Wallet, now: Instant): boolean {
  for (const { status, ends_at } of holds.values())
    if (status === 'open' && ends_at !== null && ends_at <= now) return true
  return false
}
