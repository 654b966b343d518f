import type { GrantReplay } from './grant-replay.ts'
import { isMadeGood, payDue } from './owed.ts'
import type { DebitRow, Entry, HoldRow } from './rows.ts'
import type { WalletReplay } from './wallet-replay.ts'

/** A hold as its entries make it. */
export interface HoldReplay {
  readonly row: HoldRow
  /** How many parts of the receipt were taken. */
  taken: number
  /** What was neither captured nor given back so far. */
  left: bigint
  /** From which part of the receipt on, and what is left of that part. */
  part: number
  partLeft: bigint
  captured: DebitRow | null
}

export const holdReplay = (row: HoldRow): HoldReplay => ({
  row,
  taken: 0,
  left: row.amount,
  part: 0,
  partLeft: row.receipt[0]?.amount ?? 0n,
  captured: null,
})

/**
 * What a hold no longer sets aside goes back to where it came from, or expires where that has expired meanwhile; what
 * was written off is revoked, and what is owed is paid.
 */
export function giveBack(wallet: WalletReplay, entry: Entry, grant: GrantReplay): void {
  payDue(wallet, entry, grant)
  if (!isMadeGood(entry) && (entry.to === 'expired') !== entry.at >= grant.expires_at)
    wallet.breach(
      'grant_expiry',
      `entry ${entry.seq} gives back credits of ${grant.row.id} against its expiry`,
    )
  const hold = takeHeld(wallet, entry, entry.cause)
  if (hold) endHold(wallet, hold, entry.at)
}

/** Takes what an entry captures or gives back off a hold, in the receipt's order. */
export function takeHeld(wallet: WalletReplay, { seq, grant, amount, kind, to }: Entry, id: string) {
  const hold = wallet.holds.get(id)
  if (!hold) {
    wallet.breach('hold', `entry ${seq} takes from the hold ${id}, which is not open`)
    return undefined
  }
  const { receipt } = hold.row
  // Only the last part of a capture, and what makes something good, may be less than what is left of its grant.
  const mayBeLess = kind === 'capture' || isMadeGood({ to })
  const fits = amount <= hold.partLeft && (mayBeLess || amount === hold.partLeft)
  if (receipt[hold.part]?.grant !== grant || !fits || hold.taken !== receipt.length)
    wallet.breach('hold', `entry ${seq} does not take what the receipt of the hold ${id} says`)
  hold.left -= amount
  hold.partLeft -= amount
  if (hold.partLeft <= 0n) {
    hold.part += 1
    hold.partLeft = receipt[hold.part]?.amount ?? 0n
  }
  return hold
}

/** A hold of which nothing is left to capture or give back has ended, and its row must say how. */
export function endHold(wallet: WalletReplay, hold: HoldReplay, at: number): void {
  if (hold.left > 0n) return
  const { id, status, ended_at, ends_at, captured, debit } = hold.row
  wallet.holds.delete(id)
  const by = hold.captured
  const right = by
    ? status === 'captured' && captured === by.amount && debit === by.id
    : (status === 'released' || status === 'expired') && captured === 0n && debit === null
  const timely = status === 'expired' ? at === ends_at : ends_at === null || at < ends_at
  if (!right || ended_at !== at || !timely)
    wallet.breach('hold', `the hold ${id} did not end as its row says`)
}
