import Type, { type Static } from 'typebox'
import { books, type Entry, entryKinds } from '../../../core/ledger/entry.ts'
import { amountText, instantText } from '../convert.ts'
import { Amount, InstantOut, NullableText } from '../fields.ts'
import { BalanceAfterWire, balanceAfterWire } from './convert-balance.ts'

export const EntryWire = Type.Object(
  {
    credit_type: Type.String(),
    seq: Type.Integer(),
    at: InstantOut,
    kind: Type.Enum([...entryKinds]),
    from: Type.Enum([...books]),
    to: Type.Enum([...books]),
    amount: Amount,
    grant: NullableText,
    cause: Type.String({ description: 'The id of what made it: a debit, a grant, a hold, a reversal …' }),
    balance: BalanceAfterWire,
  },
  { title: 'Entry' },
)

export const entryWire = (entry: Entry): Static<typeof EntryWire> => ({
  credit_type: entry.credit_type,
  seq: entry.seq,
  at: instantText(entry.at),
  kind: entry.kind,
  from: entry.from,
  to: entry.to,
  amount: amountText(entry.amount_micro),
  grant: entry.grant,
  cause: entry.cause,
  balance: balanceAfterWire(entry),
})
