import { type GrantReplay, isFor } from './grant-replay.ts'
import { endHold, takeHeld } from './hold-replay.ts'
import type { DebitRow, Entry, Usage } from './rows.ts'
import type { WalletReplay } from './wallet-replay.ts'

/** Whether a member is kept to what is its own: null until an entry tells. */
export type Kept = boolean | null

/** A debit whose entries are coming. */
export interface OpenDebit {
  readonly row: DebitRow
  readonly draws: { readonly grant: string; readonly amount: bigint }[]
  drawn: bigint
  fromHold: bigint
  kept: Kept
}

export function burn(wallet: WalletReplay, entry: Entry, grant: GrantReplay): void {
  const { debit } = wallet
  if (!debit || debit.row.id !== entry.cause || (entry.kind === 'capture') !== (debit.row.hold !== null)) {
    wallet.breach(
      'entry_cause',
      `entry ${entry.seq} burns for ${entry.cause}, which has no debit that begins so`,
    )
    return
  }
  const { row } = debit
  if (entry.from === 'held') {
    takeHeld(wallet, entry, row.hold as string)
    debit.fromHold += entry.amount
  } else checkDraw(wallet, entry, grant, row.usage, row.amount - debit.drawn, debit)
  debit.drawn += entry.amount
  debit.draws.push({ grant: entry.grant, amount: entry.amount })
  if (row.at !== entry.at)
    wallet.breach('debit', `entry ${entry.seq} is not of the time of the debit ${row.id}`)
}

export function endDebit(wallet: WalletReplay, { row, draws, drawn, fromHold }: OpenDebit): void {
  wallet.debit = null
  if (drawn !== row.amount || draws.length !== row.entry_count)
    wallet.breach('debit', `the entries of the debit ${row.id} are not what it burned`)
  if (row.after !== wallet.available) wallet.breach('debit', `the balance after the debit ${row.id} is wrong`)
  if (row.reversed > 0n) wallet.reversible.set(row.id, { row, draws, back: 0n })
  const hold = row.hold === null ? undefined : wallet.holds.get(row.hold)
  if (!hold) return
  hold.captured = row
  if (fromHold !== (row.amount < hold.row.amount ? row.amount : hold.row.amount))
    wallet.breach('hold', `the capture ${row.id} did not burn what was held first`)
  endHold(wallet, hold, row.at)
}

export function hold(wallet: WalletReplay, entry: Entry, grant: GrantReplay): void {
  const found = wallet.holds.get(entry.cause)
  const part = found?.row.receipt[found.taken]
  if (!found || !part) {
    wallet.breach('entry_cause', `entry ${entry.seq} holds for ${entry.cause}, which is no such hold`)
    return
  }
  if (part.grant !== entry.grant || part.amount !== entry.amount || found.row.created_at !== entry.at)
    wallet.breach('hold', `entry ${entry.seq} is not what the receipt of the hold ${found.row.id} says`)
  wallet.group ??= { cause: entry.cause, what: 'the hold', missing: found.row.amount, kept: null }
  checkDraw(wallet, entry, grant, found.row.usage, wallet.group.missing, wallet.group)
  wallet.group.missing -= entry.amount
  found.taken += 1
}

/** What is burned or held must come from the grant whose turn it is, and exhaust it before the next one's. */
function checkDraw(
  wallet: WalletReplay,
  entry: Entry,
  grant: GrantReplay,
  usage: Usage,
  missing: bigint,
  burning: { kept: Kept },
): void {
  const { id } = grant.row
  if (entry.at >= grant.expires_at)
    wallet.breach('grant_expiry', `entry ${entry.seq} draws on the grant ${id} after its expiry`)
  else if (!isFor(grant.row, usage))
    wallet.breach('scope', `entry ${entry.seq} draws on the grant ${id}, which is for somebody else`)
  else if (!isItsTurn(wallet, entry, grant, usage, burning))
    wallet.breach('draw_order', `entry ${entry.seq} draws on the grant ${id} out of turn`)
  else if (entry.amount !== (grant.left < missing ? grant.left : missing))
    wallet.breach('draw_order', `entry ${entry.seq} draws another amount of the grant ${id} than it has to`)
}

/**
 * Who has no seat may have been kept to what is the member's own. Who had one then is told nowhere, so where there are
 * seats either order is right; but it is one order all along.
 */
function isItsTurn(
  { row, grants: { open } }: WalletReplay,
  { at }: Entry,
  grant: GrantReplay,
  usage: Usage,
  burning: { kept: Kept },
): boolean {
  const isOwn = grant.row.scope.member !== null
  if (burning.kept !== true && open.first(usage, at) === grant) {
    if (!isOwn) burning.kept = false
    return true
  }
  if (burning.kept === false || !row.has_seats || open.first(usage, at, true) !== grant) return false
  burning.kept = true
  return true
}
