import type { Micro } from '../credits.ts'
import type { BookName, EntryKind } from './entry.ts'
import type { Wallet } from './wallet.ts'

/** What was taken of a grant and did not come back since, by where it went: entries say it, and only they. */
export interface Taken {
  /** What was left of it, or came back to it, and was revoked. */
  left_micro: Micro
  /** What was spent of it, and became a debt. */
  owed_micro: Micro
  /** What it paid of a debt: its own, by what came back to it, or another's. */
  paid_micro: Micro
}

export function takenOf({ taken: all }: Wallet, grant: string): Taken {
  const taken = all.get(grant) ?? { left_micro: 0n, owed_micro: 0n, paid_micro: 0n }
  all.set(grant, taken)
  return taken
}

interface Way {
  readonly kind: EntryKind
  readonly from: BookName
  readonly to: BookName
  readonly amount_micro: Micro
}

/** Keeps count of what an entry takes or brings back. */
export function noteTaken(wallet: Wallet, grant: string, way: Way): void {
  const { kind, from, to, amount_micro } = way
  if (!isTaking(from) && !isTaking(to)) return
  const taken = takenOf(wallet, grant)
  const isRepaid = kind === 'restoration' && from === 'debt'
  if (isRepaid) taken.paid_micro -= amount_micro
  if (to === 'revoked') taken[from === 'debt' && !isRepaid ? 'owed_micro' : 'left_micro'] += amount_micro
  else if (from === 'revoked') taken[to === 'debt' ? 'owed_micro' : 'left_micro'] -= amount_micro
  else if (to === 'debt') taken.paid_micro += amount_micro
}

const isTaking = (name: BookName): boolean => name === 'revoked' || name === 'debt'
