import Type, { type Static } from 'typebox'
import type { Balance } from '../../../core/ledger/balance.ts'
import type { BalanceAfter } from '../../../core/ledger/command.ts'
import { amountText, instantText } from '../convert.ts'
import { Amount, InstantOut } from '../fields.ts'

export const BalanceAfterWire = Type.Object(
  { available: Amount, held: Amount, debt: Amount },
  { title: 'BalanceAfter' },
)

export const balanceAfterWire = (balance: BalanceAfter): Static<typeof BalanceAfterWire> => ({
  available: amountText(balance.available_micro),
  held: amountText(balance.held_micro),
  debt: amountText(balance.debt_micro),
})

const ExpiringNext = Type.Unsafe<{ at: string; amount: string } | null>({
  type: ['object', 'null'],
  required: ['at', 'amount'],
  properties: { at: InstantOut, amount: Amount },
})

export const BalanceWire = Type.Object(
  {
    account: Type.String(),
    credit_type: Type.String(),
    available: Amount,
    held: Amount,
    debt: Amount,
    expiring_next: ExpiringNext,
    as_of: InstantOut,
  },
  { title: 'Balance' },
)

export const balanceWire = (balance: Balance): Static<typeof BalanceWire> => ({
  account: balance.account,
  credit_type: balance.credit_type,
  ...balanceAfterWire(balance),
  expiring_next: balance.expiring_next && {
    at: instantText(balance.expiring_next.at),
    amount: amountText(balance.expiring_next.amount_micro),
  },
  as_of: instantText(balance.as_of),
})
