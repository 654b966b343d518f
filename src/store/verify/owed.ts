import type { GrantReplay } from './grant-replay.ts'
import type { Entry } from './rows.ts'
import type { WalletReplay } from './wallet-replay.ts'

/** What comes back to a grant makes good first what was written off of it, and what is owed for it. */
export const isMadeGood = ({ to }: Pick<Entry, 'to'>): boolean => to === 'revoked' || to === 'debt'

/**
 * Credits that come back pay what became a debt when they were taken back: all of it, and nothing else. Where it was paid
 * meanwhile, whoever paid got it back just before.
 */
export function payDue(wallet: WalletReplay, { seq, to, amount }: Entry, grant: GrantReplay): void {
  if (to === 'revoked') return
  const { due } = grant
  grant.due -= due < amount ? due : amount
  const isRight = to === 'debt' ? amount <= due && amount <= wallet.debt : due === 0n
  if (!isRight) wallet.breach('debt', `entry ${seq} does not pay what is owed for the grant ${grant.row.id}`)
}
