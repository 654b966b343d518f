import type { GrantReplay } from './grant-replay.ts'
import { isMadeGood, payDue } from './owed.ts'
import type { DebitRow, Entry } from './rows.ts'
import type { WalletReplay } from './wallet-replay.ts'

/** A debit that is reversed later on: what it drew, and how much of that has gone back. */
export interface Reversible {
  readonly row: DebitRow
  readonly draws: readonly { readonly grant: string; readonly amount: bigint }[]
  back: bigint
}

export function reverse(wallet: WalletReplay, entry: Entry, grant: GrantReplay): void {
  payDue(wallet, entry, grant)
  if (!isMadeGood(entry) && (entry.to === 'expired') !== entry.at >= grant.expires_at)
    wallet.breach('grant_expiry', `entry ${entry.seq} reverses credits of ${grant.row.id} against its expiry`)
  const row = wallet.reversals.get(entry.cause)
  const debit = row && wallet.reversible.get(row.debit)
  if (!row || !debit) {
    wallet.breach('entry_cause', `entry ${entry.seq} reverses for ${entry.cause}, which is no such reversal`)
    return
  }
  wallet.group ??= { cause: row.id, what: 'the reversal', missing: row.amount, kept: null }
  const { group } = wallet
  const part = nextPart(debit, group.missing)
  const isPart = isMadeGood(entry) ? entry.amount <= (part?.amount ?? 0n) : entry.amount === part?.amount
  if (part?.grant !== entry.grant || !isPart || row.at !== entry.at)
    wallet.breach('reversal', `entry ${entry.seq} does not give back what the debit ${row.debit} drew last`)
  group.missing -= entry.amount
  debit.back += entry.amount
  const expired = entry.to === 'expired' ? row.expired - entry.amount : row.expired
  if (group.missing !== 0n) {
    wallet.reversals.set(row.id, { ...row, expired })
    return
  }
  wallet.reversals.delete(row.id)
  if (expired !== 0n) wallet.breach('reversal', `the reversal ${row.id} says another part as expired`)
}

/** What has to go back next, which is from the end of what is still burned. */
function nextPart(
  { draws, back }: Reversible,
  missing: bigint,
): { grant: string; amount: bigint } | undefined {
  let gone = back
  for (const { grant, amount } of draws.toReversed()) {
    if (gone >= amount) {
      gone -= amount
      continue
    }
    const left = amount - gone
    return { grant, amount: left < missing ? left : missing }
  }
  return undefined
}
