import type { Instant } from '../instant.ts'
import { type Book, emptyBook, post, touch } from './book.ts'
import { payDebt } from './debt.ts'
import type { Grant } from './grant.ts'
import type { Hold } from './hold.ts'
import { releaseHeld } from './hold-release.ts'
import type { Journal } from './journal.ts'
import { isDue, noteDue, type Wallet } from './wallet.ts'

/** Something that happens in a wallet by itself when its time comes. */
interface DueEvent {
  readonly at: Instant
  /** At the same moment holds end first, then credits expire, then grants start. */
  readonly rank: number
  readonly id: string
  readonly happen: () => void
}

/**
 * Posts everything that is due by `now`, in the order in which it fell due and with that time, however late this
 * runs. Every command on a wallet begins with it, reads look through it without writing, and a job runs it on
 * wallets that nobody touches: so a balance is right to the millisecond whoever asks. The wallet must have been
 * loaded whole. Returns how many entries it posted.
 */
export function settleDue(book: Book, wallet: Wallet, now: Instant): number {
  const before = wallet.seq
  for (const event of dueEvents(book, wallet, now)) event.happen()
  wallet.next_due_at = null
  for (const grant of wallet.grants.values()) {
    if (grant.state === 'scheduled') noteDue(wallet, grant.starts_at)
    if (grant.state === 'open') noteDue(wallet, grant.expires_at)
  }
  for (const hold of wallet.holds.values()) if (hold.status === 'open') noteDue(wallet, hold.ends_at)
  touch(book, wallet)
  return wallet.seq - before
}

/**
 * The grants and holds that are otherwise by `now` than they were loaded. What is due is settled on the loaded copy,
 * which is not written.
 */
export function changedBy(wallet: Wallet, now: Instant): Pick<Journal, 'grants' | 'holds'> {
  const book = emptyBook()
  if (isDue(wallet, now)) settleDue(book, wallet, now)
  return book.journal
}

function dueEvents(book: Book, wallet: Wallet, now: Instant): DueEvent[] {
  const events: DueEvent[] = []
  for (const hold of wallet.holds.values()) {
    if (hold.status !== 'open' || hold.ends_at === null || hold.ends_at > now) continue
    const at = hold.ends_at
    events.push({ at, rank: 0, id: hold.id, happen: () => endHold(book, wallet, hold, at) })
  }
  for (const grant of wallet.grants.values()) {
    if (grant.state === 'scheduled' && grant.starts_at <= now) {
      const at = grant.starts_at
      events.push({ at, rank: 2, id: grant.id, happen: () => startGrant(book, wallet, grant, at) })
    }
    if (grant.expires_at !== null && grant.expires_at <= now) {
      const at = grant.expires_at
      events.push({ at, rank: 1, id: grant.id, happen: () => expireGrant(book, wallet, grant, at) })
    }
  }
  return events.sort((a, b) => a.at - b.at || a.rank - b.rank || (a.id < b.id ? -1 : 1))
}

function endHold(book: Book, wallet: Wallet, hold: Hold, at: Instant): void {
  releaseHeld(book, wallet, hold, hold.receipt, at)
  hold.status = 'expired'
  hold.ended_at = at
  payDebt(book, wallet, at)
}

/** From its start on the credits of a grant are in the wallet, and pay what it owes. */
export function startGrant(book: Book, wallet: Wallet, grant: Grant, at: Instant): void {
  grant.state = 'open'
  const amount_micro = grant.amount_micro - grant.revoked_micro
  post(book, wallet, {
    kind: 'grant',
    from: 'issued',
    to: 'wallet',
    amount_micro,
    grant,
    cause: grant.id,
    at,
  })
  payDebt(book, wallet, at, grant)
}

function expireGrant(book: Book, wallet: Wallet, grant: Grant, at: Instant): void {
  if (grant.state !== 'open' || grant.remaining_micro === 0n) return
  const { remaining_micro: amount_micro } = grant
  post(book, wallet, {
    kind: 'expiry',
    from: 'wallet',
    to: 'expired',
    amount_micro,
    grant,
    cause: grant.id,
    at,
  })
}
