import { lesser, type Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Book } from './book.ts'
import { bringBack } from './bring-back.ts'
import { joinBucket } from './bucket-move.ts'
import type { Grant } from './grant.ts'
import { grantsInOrder, type Wallet } from './wallet.ts'

interface Repaying {
  /** What was spent of it and became a debt was not spent after all, or is owed no more. */
  readonly grant: Grant
  readonly amount_micro: Micro
  /** Of that, what it has paid itself, by what came back to it. */
  readonly own_micro: Micro
  readonly cause: string
  readonly at: Instant
}

/**
 * Gives back what was paid of a debt that is none, so that the entry which takes it off the debt finds it there: to the
 * grant itself what that paid for itself, and the rest to those who would be burned last, because they have paid last. What
 * a grant owes of what it has paid it does not get back: that was taken back, too.
 */
export function repay(book: Book, wallet: Wallet, repaying: Repaying): void {
  const { grant: owing, amount_micro, own_micro, cause, at } = repaying
  let missing_micro = amount_micro - wallet.debt_micro
  const giveTo = (grant: Grant, most_micro: Micro): void => {
    const part_micro = lesser(missing_micro, most_micro)
    if (part_micro <= 0n) return
    missing_micro -= part_micro
    bringBack(book, wallet, {
      kind: 'restoration',
      from: 'debt',
      grant,
      amount_micro: part_micro,
      cause,
      at,
    })
  }
  giveTo(owing, own_micro)
  if (missing_micro <= 0n) return
  const spareOf = (grant: Grant): Micro => {
    const { paid_micro = 0n, owed_micro = 0n } = wallet.taken.get(grant.id) ?? {}
    return paid_micro - owed_micro + (grant === owing ? amount_micro : 0n)
  }
  // Their bucket may have moved them, and with them the order.
  for (const grant of wallet.grants.values()) if (spareOf(grant) > 0n) joinBucket(book, wallet, grant)
  for (const grant of grantsInOrder(wallet).toReversed()) giveTo(grant, spareOf(grant))
  if (missing_micro > 0n) throw new Error(`nobody paid ${missing_micro} of the debt that ${cause} undoes`)
}
