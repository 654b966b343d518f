import type { CreateRefundBody, Purchase } from '@scrip/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Amount, Money } from '../../ui/amount.tsx'
import { amountText, moneyText } from '../../ui/amount-text.ts'
import { compare, difference, isZero, typedAmount } from '../../ui/decimal.ts'
import { Field } from '../../ui/field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { Unloaded } from '../../ui/unloaded.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAccount, useNameOf } from '../data/reads.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog, faultOf } from '../frame/action-dialog.tsx'
import { creditsTaken } from './credits-taken.ts'

interface RefundDialogProps {
  readonly purchase: Purchase
  readonly onClose: () => void
}

export function RefundDialog({ purchase, onClose }: RefundDialogProps) {
  const { account, id, currency, total, subtotal, refunded, credit_type, grant } = purchase
  const show = useToast()
  const nameOf = useNameOf()
  const owes = useAccount(account).data?.spent_on_refund !== 'write_off'
  const left = difference(total ?? subtotal, refunded)
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const amount = typed.trim() === '' ? left : typedAmount(typed)
  const action = useAction(
    ['refund', account, id],
    (body: CreateRefundBody, options) => scrip.refunds.create(account, id, body, options),
    [keys.account(account), keys.purchases, keys.overview],
    ({ refund, purchase }) => {
      const back = isZero(purchase.revoked)
        ? ''
        : ` Credits taken back of this purchase: ${amountText(purchase.revoked)}.`
      show({ text: `Refunded ${moneyText(refund.amount, refund.currency)}.${back}` })
      onClose()
    },
  )
  const granted = useQuery({
    queryKey: keys.account(account, 'grant', grant),
    queryFn: ({ signal }) => scrip.grants.get(account, grant ?? '', { signal }),
    enabled: grant !== null,
  })
  const { error } = action
  const fault =
    amount === null
      ? 'An amount of money.'
      : compare(amount, left) > 0
        ? `At most ${moneyText(left, currency)} are left to refund.`
        : faultOf(error, 'amount')
  const has = grant === null ? null : granted.data
  const taken = amount === null || has === undefined ? null : creditsTaken(purchase, amount, has)
  return (
    <ActionDialog
      danger
      title="Refund the purchase"
      submit={amount === null ? 'Refund' : `Refund ${moneyText(amount, currency)}`}
      action={action}
      incomplete={amount === null || taken === null || compare(amount, '0') <= 0 || compare(amount, left) > 0}
      onClose={onClose}
      onSubmit={() =>
        action.run({
          ...(typed.trim() !== '' && amount !== null && { amount }),
          ...(reason.trim() !== '' && { reason: reason.trim() }),
        })
      }
      outcome={
        amount !== null && (
          <>
            Gives <Money value={amount} currency={currency} /> back to the card
            {taken !== null && (
              <>
                {' '}
                and takes <Amount value={taken} /> {nameOf(credit_type)} back
              </>
            )}
            .{' '}
            {taken !== null &&
              !isZero(taken) &&
              (owes
                ? 'What was spent of them becomes a debt; what expired does not.'
                : 'What was spent of them already is written off.')}
            <Unloaded of={granted} what="What can be taken back" />
          </>
        )
      }
    >
      <Field
        label={`Amount in ${currency.toUpperCase()}`}
        inputMode="decimal"
        autoFocus
        placeholder={`all: ${moneyText(left, currency)}`}
        hint={`${moneyText(left, currency)} are left to refund, taxes included.`}
        value={typed}
        fault={fault}
        onChange={({ target }) => setTyped(target.value)}
      />
      <Field
        label="Reason"
        hint="Kept with the refund, where its buyer can read it, too."
        maxLength={500}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
    </ActionDialog>
  )
}
