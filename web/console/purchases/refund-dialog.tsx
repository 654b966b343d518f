import type { CreateRefundBody, Purchase } from '@scrip/sdk'
import { useState } from 'react'
import { Amount, amountText, Money, moneyText } from '../../ui/amount.tsx'
import { compare, difference, isZero, microOf, textOf, typedAmount } from '../../ui/decimal.ts'
import { Field } from '../../ui/field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAccount, useNameOf } from '../data/reads.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog, faultOf } from '../frame/action-dialog.tsx'

/** As the server will: in proportion to all the money that is gone then, rounded half up, less what was taken before. */
export function creditsTaken(purchase: Purchase, refund: string): string {
  const { subscription, amount, total, subtotal, refunded, revoked } = purchase
  if (subscription !== null) return '0'
  const whole = microOf(total ?? subtotal)
  const gone = microOf(refunded) + microOf(refund)
  const credits = microOf(amount)
  const due = gone >= whole ? credits : (2n * credits * gone + whole) / (2n * whole)
  const more = due - microOf(revoked)
  return textOf(more > 0n ? more : 0n)
}

interface RefundDialogProps {
  readonly purchase: Purchase
  readonly onClose: () => void
}

export function RefundDialog({ purchase, onClose }: RefundDialogProps) {
  const { account, id, currency, total, subtotal, refunded, credit_type } = purchase
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
  const { error } = action
  const fault =
    amount === null
      ? 'An amount of money.'
      : compare(amount, left) > 0
        ? `At most ${moneyText(left, currency)} are left to refund.`
        : faultOf(error, 'amount')
  const taken = amount === null ? '0' : creditsTaken(purchase, amount)
  return (
    <ActionDialog
      danger
      title="Refund the purchase"
      submit={amount === null ? 'Refund' : `Refund ${moneyText(amount, currency)}`}
      action={action}
      incomplete={amount === null || compare(amount, '0') <= 0 || compare(amount, left) > 0}
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
            Gives <Money value={amount} currency={currency} /> back to the card and takes{' '}
            <Amount value={taken} /> {nameOf(credit_type)} back.{' '}
            {!isZero(taken) &&
              (owes
                ? 'What of them was spent already becomes a debt.'
                : 'What of them was spent already is written off.')}
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
