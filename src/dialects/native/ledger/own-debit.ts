import type { CapSubject } from '../../../core/caps/cap.ts'
import type { Debit } from '../../../core/ledger/debit.ts'
import type { DebitExplanation } from '../../../core/ports.ts'

/** The caps that bind a member as such. How far those of projects and keys are used is what others burn. */
const ITS_CAPS: readonly CapSubject[] = ['account', 'member']

/** A debit as a mere member reads it: without the key that it came by, and without what the caller called it. */
export const ownDebit = (debit: Debit): Debit => ({
  ...debit,
  key: debit.id,
  api_key: null,
  caps: debit.caps.filter(({ subject }) => ITS_CAPS.includes(subject)),
})

/** The same with what explains it; why something was given back is said among those who run the account. */
export const ownExplanation = (found: DebitExplanation): DebitExplanation => ({
  ...found,
  debit: ownDebit(found.debit),
  reversals: found.reversals.map((reversal) => ({ ...reversal, reason: null })),
})
