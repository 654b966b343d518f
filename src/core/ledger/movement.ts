import type { Purchase } from '../purchases/purchase.ts'
import type { Debit } from './debit.ts'
import type { Entry } from './entry.ts'
import type { Grant } from './grant.ts'

/**
 * One line of a wallet's history as its owner reads it: credits that came by a grant, were burned by a debit, or
 * expired. A debit that draws on several grants is one movement of several entries.
 */
export interface Movement {
  /** The entry, of a debit the first one. */
  readonly entry: Entry
  /** The grant that came or expired. */
  readonly grant: Grant | null
  readonly debit: Debit | null
  /** What the grant was bought by. */
  readonly purchase: Purchase | null
}
