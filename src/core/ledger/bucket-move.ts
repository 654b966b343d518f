import type { Instant } from '../instant.ts'
import { type Book, noteGrant } from './book.ts'
import { type Grant, hasExpired } from './grant.ts'
import type { Wallet } from './wallet.ts'

/**
 * Until when the bucket has carried a grant of a rolling type that was spent when others were bought, and since when.
 * Nobody has looked at such grants then: they may be many, and few of them ever get anything back.
 */
export interface Carried {
  readonly to: Instant
  readonly at: Instant
}

/**
 * A purchase of a rolling type moves what is left of the whole bucket, what is held included, to its own expiry, and
 * only ever later; expired stays expired. What is spent goes with it as soon as something comes back to it.
 */
export function moveBucket(book: Book, wallet: Wallet, expires_at: Instant | null, at: Instant): void {
  if (expires_at === null) return
  for (const grant of wallet.grants.values()) {
    if (!grant.rolling || grant.expires_at === null) continue
    if (grant.state === 'closed' && grant.held_micro === 0n) carry(wallet, grant, expires_at, at)
    else if (!hasExpired(grant, at)) move(book, wallet, grant, { to: expires_at, at })
  }
  wallet.order = null
}

function carry({ carried }: Wallet, grant: Grant, to: Instant, at: Instant): void {
  const known = carried.get(grant.id)
  const until = known?.to ?? grant.expires_at ?? to
  if (until > at && until < to) carried.set(grant.id, { to, at: known?.at ?? at })
}

/** To be asked before anything comes back to a grant: it expires with its bucket. */
export function joinBucket(book: Book, wallet: Wallet, grant: Grant): void {
  const carried = wallet.carried.get(grant.id)
  if (carried) move(book, wallet, grant, carried)
}

function move({ journal }: Book, wallet: Wallet, grant: Grant, { to, at }: Carried): void {
  const { account, id, expires_at: from } = grant
  if (from === null || from >= to) return
  journal.moves.push({ account, grant: id, seq: wallet.seq, from, to, at })
  grant.expires_at = to
  wallet.carried.delete(id)
  noteGrant(journal, grant)
  wallet.order = null
}
