import type { DebitExplanation, ReverseDebitBody } from '@scrip/sdk'
import { useState } from 'react'
import { Amount } from '../../ui/amount.tsx'
import { amountText } from '../../ui/amount-text.ts'
import { difference, typedAmount } from '../../ui/decimal.ts'
import { Field } from '../../ui/field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useNameOf } from '../data/reads.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog, faultOf } from '../frame/action-dialog.tsx'

interface ReverseDebitProps {
  readonly account: string
  readonly debit: DebitExplanation
  readonly onClose: () => void
}

export function ReverseDebit({ account, debit, onClose }: ReverseDebitProps) {
  const show = useToast()
  const nameOf = useNameOf()
  const left = difference(debit.amount, debit.reversed)
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const amount = typed === '' ? left : typedAmount(typed)
  const action = useAction(
    ['reverse debit', account, debit.id],
    (body: ReverseDebitBody, options) => scrip.debits.reverse(account, debit.id, body, options),
    [keys.account(account), keys.overview],
    ({ reversal, balance }) => {
      show({
        text: `Gave ${amountText(reversal.amount)} back. Available now: ${amountText(balance.available)}.`,
      })
      onClose()
    },
  )
  return (
    <ActionDialog
      title="Reverse the debit"
      submit={amount === null ? 'Give back' : `Give ${amountText(amount)} back`}
      action={action}
      incomplete={amount === null}
      onClose={onClose}
      onSubmit={() =>
        action.run({
          ...(typed !== '' && amount !== null && { amount }),
          ...(reason.trim() !== '' && { reason: reason.trim() }),
        })
      }
      outcome={
        amount !== null && (
          <>
            Gives <Amount value={amount} /> {nameOf(debit.credit_type)} back to the grants they came from.
            Those whose grant has expired meanwhile are booked as expired.
          </>
        )
      }
    >
      <Field
        label="Amount"
        inputMode="decimal"
        placeholder={`all: ${amountText(left)}`}
        value={typed}
        fault={amount === null ? 'A number, with at most six decimals.' : faultOf(action.error, 'amount')}
        onChange={({ target }) => setTyped(target.value)}
      />
      <Field
        label="Reason"
        hint="Kept with the debit, where its buyer can read it, too."
        maxLength={500}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
    </ActionDialog>
  )
}
