import Type, { type Static } from 'typebox'
import type { BalanceAfter } from '../../../core/ledger/command.ts'
import type { Hold } from '../../../core/ledger/hold.ts'
import * as examples from '../examples.ts'
import { BalanceAfterWire, balanceAfterWire } from './convert-balance.ts'
import { HoldWire, holdWire } from './convert-hold.ts'

/** A hold and what the wallet has after what was done to it. */
export const HoldAnswer = Type.Object(
  { ...HoldWire.properties, balance: BalanceAfterWire },
  { title: 'HoldAnswer' },
)

export const holdAnswer = ({
  hold,
  balance,
}: {
  readonly hold: Hold
  readonly balance: BalanceAfter
}): Static<typeof HoldAnswer> => ({ ...holdWire(hold), balance: balanceAfterWire(balance) })

export const holdAnswerExample = {
  ...examples.hold,
  balance: { available: '987.5', held: '12.5', debt: '0' },
}
