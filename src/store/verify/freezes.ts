import type { GrantReplay } from './grant-replay.ts'
import type { Entry } from './rows.ts'
import type { WalletReplay } from './wallet-replay.ts'

/** A freeze takes all that is left, and nothing is left of a grant while some of it is frozen. */
export function freeze(wallet: WalletReplay, { seq, amount }: Entry, grant: GrantReplay): void {
  if (amount !== grant.left)
    wallet.breach('freeze', `entry ${seq} freezes another part of the grant ${grant.row.id} than is left`)
  grant.frozen += amount
}

/** A thaw gives all of it back; where the grant has expired under the freeze, nothing of it. */
export function thaw(wallet: WalletReplay, { seq, at, to, amount }: Entry, grant: GrantReplay): void {
  if (amount !== grant.frozen)
    wallet.breach('freeze', `entry ${seq} thaws another part of the grant ${grant.row.id} than is frozen`)
  if ((to === 'expired') !== at >= grant.expires_at)
    wallet.breach('grant_expiry', `entry ${seq} thaws the grant ${grant.row.id} against its expiry`)
  grant.frozen = 0n
}

/** What is frozen may be taken back as if it were left. */
export function takeFrozen(wallet: WalletReplay, { seq, amount }: Entry, grant: GrantReplay): void {
  grant.frozen -= amount
  if (grant.frozen < 0n)
    wallet.breach('freeze', `entry ${seq} takes back more of the grant ${grant.row.id} than is frozen`)
}
