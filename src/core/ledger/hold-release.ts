import { type AccountCaps, type Burner, countsFor, countUse } from '../caps/check.ts'
import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Book } from './book.ts'
import type { Draw } from './drawdown.ts'
import { giveBack } from './give-back.ts'
import type { Grant } from './grant.ts'
import { countedAtOf, type Hold } from './hold.ts'
import type { Wallet } from './wallet.ts'

/** Returns what a hold no longer needs to the grants it came from. */
export function releaseHeld(
  book: Book,
  wallet: Wallet,
  hold: Hold,
  draws: readonly Draw[],
  at: Instant,
): void {
  let returned_micro = 0n
  for (const { grant, amount_micro } of draws) {
    giveBack(book, wallet, { grant: grantOf(wallet, grant), amount_micro, from: 'held', cause: hold.id, at })
    returned_micro += amount_micro
  }
  uncount(book.caps.get(hold.account), hold, returned_micro, at)
  markHold(book, hold)
}

/** Takes what a hold no longer sets aside off the caps' counts, by the same rounding by which it was counted. */
function uncount(caps: AccountCaps | undefined, hold: Hold, returned_micro: Micro, at: Instant): void {
  const kept_micro = hold.amount_micro - returned_micro
  const price = hold.unit_price_micro
  const counts = (cap: Parameters<typeof countsFor>[0]) =>
    countsFor(cap, kept_micro, price) - countsFor(cap, hold.amount_micro, price)
  countUse(caps, burnerOf(hold), counts, countedAtOf(hold), at)
}

export const burnerOf = ({
  account,
  usage,
  api_key,
}: Pick<Hold, 'account' | 'usage' | 'api_key'>): Burner => ({
  account,
  member: usage.member,
  project: usage.project,
  key: api_key,
})

export function grantOf(wallet: Wallet, id: string): Grant {
  const grant = wallet.grants.get(id)
  if (!grant) throw new Error(`the grant ${id} was not loaded with its wallet`)
  return grant
}

export function markHold({ journal }: Book, hold: Hold): void {
  if (!journal.newHolds.has(hold)) journal.holds.add(hold)
}
