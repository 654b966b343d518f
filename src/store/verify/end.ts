import type { GrantReplay } from './grant-replay.ts'
import type { WalletReplay } from './wallet-replay.ts'

/** Compares the rows of a wallet, its grants and its holds with what the replay of its entries has come to. */
export function checkEnd(wallet: WalletReplay): void {
  checkBalance(wallet)
  let [left, held] = [0n, 0n]
  for (const grant of wallet.grants.byId.values()) {
    checkGrant(wallet, grant)
    left += grant.row.remaining
    held += grant.row.held
  }
  if (left !== wallet.row.available || held !== wallet.row.held)
    wallet.breach('wallet_balance', 'the wallet is not the sum of what its grants have left and held')
  checkHolds(wallet)
  checkReversals(wallet)
  checkNextDue(wallet)
}

function checkBalance(wallet: WalletReplay): void {
  const { row, seq, at, available, held, debt } = wallet
  if (row.seq !== seq) wallet.breach('entry_order', `the wallet counts ${row.seq} entries and has ${seq}`)
  if (row.available !== available || row.held !== held || row.debt !== debt)
    wallet.breach('wallet_balance', 'the wallet is not what its last entry says')
  if (seq > 0 && row.at !== at)
    wallet.breach('wallet_balance', 'the wallet is not of the time of its last entry')
}

function checkGrant(wallet: WalletReplay, grant: GrantReplay): void {
  const { row, left, held, issued } = grant
  const { id, amount, state } = row
  if (row.remaining !== left || row.held !== held)
    wallet.breach('grant_balance', `the grant ${id} is not what its entries sum to`)
  if (row.expires_at !== (Number.isFinite(grant.expires_at) ? grant.expires_at : null))
    wallet.breach('grant_expiry', `the expiry of the grant ${id} is not where its moves lead`)
  if (issued !== null) {
    checkTakenBack(wallet, grant, amount - issued)
    if (state !== (left > 0n ? 'open' : 'closed'))
      wallet.breach(
        'grant_balance',
        `the grant ${id} is ${state} with ${left > 0n ? 'credits' : 'nothing'} left`,
      )
  } else if (state === 'closed' ? row.revoked !== amount : state !== 'scheduled')
    wallet.breach('grant_start', `the grant ${id} is ${state} and was never issued`)
  if (left > 0n && wallet.at >= grant.expires_at)
    wallet.breach('grant_expiry', `the grant ${id} was left open past its expiry`)
  if (state === 'scheduled' && wallet.at >= row.starts_at && wallet.seq > 0)
    wallet.breach('grant_start', `the grant ${id} was not issued at its start`)
}

/**
 * What was taken back was revoked, cut before the start, is still written off, or had expired. Only what was spent or is
 * held by holds can be written off.
 */
function checkTakenBack(wallet: WalletReplay, grant: GrantReplay, cut: bigint): void {
  const { row, left, held, frozen, consumed, paid, expired, revoked } = grant
  const told = revoked + cut + row.written_off
  if (row.revoked < told || row.revoked > told + expired)
    wallet.breach('grant_balance', `another part of the grant ${row.id} was revoked than it says`)
  if (row.written_off > consumed + held - frozen + paid)
    wallet.breach('write_off', `more of the grant ${row.id} is written off than was spent of it`)
  if (row.owed !== grant.due)
    wallet.breach('debt', `the grant ${row.id} does not say what is owed for it and did not come back`)
  if (row.frozen !== frozen || (row.is_frozen ? left > 0n : frozen > 0n))
    wallet.breach('freeze', `the grant ${row.id} does not say what is frozen of it`)
}

function checkHolds(wallet: WalletReplay): void {
  let held = 0n
  for (const { frozen } of wallet.grants.byId.values()) held += frozen
  for (const { row, left, taken } of wallet.holds.values()) {
    held += row.amount
    if (row.status !== 'open' || left !== row.amount || taken !== row.receipt.length)
      wallet.breach('hold', `the hold ${row.id} is ${row.status} and does not say what its entries do`)
    if (row.ends_at !== null && wallet.at > row.ends_at)
      wallet.breach('hold', `the hold ${row.id} was left open past its end`)
  }
  if (held !== wallet.row.held)
    wallet.breach('hold', 'the wallet holds another amount than its open holds and what is frozen')
}

function checkReversals(wallet: WalletReplay): void {
  for (const { id } of wallet.reversals.values())
    wallet.breach('reversal', `the reversal ${id} has no entries`)
  for (const { row, back } of wallet.reversible.values())
    if (row.reversed !== back)
      wallet.breach('reversal', `the debit ${row.id} says another amount as reversed`)
}

/** The moment from which on a wallet is looked at closely may be too early, never too late. */
function checkNextDue(wallet: WalletReplay): void {
  let due = Number.POSITIVE_INFINITY
  for (const { row, left, expires_at } of wallet.grants.byId.values()) {
    if (row.state === 'scheduled' && row.starts_at < due) due = row.starts_at
    if (left > 0n && expires_at < due) due = expires_at
  }
  for (const { row } of wallet.holds.values())
    if (row.status === 'open' && row.ends_at !== null && row.ends_at < due) due = row.ends_at
  if (Number.isFinite(due) && (wallet.row.next_due_at === null || wallet.row.next_due_at > due))
    wallet.breach(
      'next_due',
      `something falls due at ${new Date(due).toISOString()}, which the wallet does not know`,
    )
}
