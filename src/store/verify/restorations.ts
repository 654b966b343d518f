import type { GrantReplay } from './grant-replay.ts'
import type { Entry } from './rows.ts'
import type { WalletReplay } from './wallet-replay.ts'

/**
 * What comes back was taken before, from the same grant and the same way; to one that has expired it comes back expired,
 * and what was written off is revoked.
 */
export function restore(wallet: WalletReplay, entry: Entry, grant: GrantReplay): void {
  const { seq, from, to, at, amount } = entry
  const { id } = grant.row
  const isUnowed = to === 'debt'
  const taken = from === 'debt' ? grant.paid : isUnowed ? grant.owed : grant.revoked - grant.owed
  if (amount > taken)
    wallet.breach('restoration', `entry ${seq} gives back more to the grant ${id} than was taken from it`)
  if (isUnowed) {
    grant.owed -= amount
    grant.due -= grant.due < amount ? grant.due : amount
  } else if (to !== 'revoked' && (to === 'expired') !== at >= grant.expires_at)
    wallet.breach('grant_expiry', `entry ${seq} gives back credits of ${id} against its expiry`)
}
