import type { Grant, RevokeGrantBody } from '@scrip/sdk'
import { useState } from 'react'
import { Amount } from '../../ui/amount.tsx'
import { amountText } from '../../ui/amount-text.ts'
import { compare, difference, typedAmount } from '../../ui/decimal.ts'
import { Field, Select } from '../../ui/field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useNameOf } from '../data/reads.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog, faultOf } from '../frame/action-dialog.tsx'

interface RevokeGrantProps {
  readonly account: string
  readonly grant: Grant
  readonly onClose: () => void
}

export function RevokeGrant({ account, grant, onClose }: RevokeGrantProps) {
  const show = useToast()
  const nameOf = useNameOf()
  const left = difference(grant.amount, grant.revoked)
  const [typed, setTyped] = useState('')
  const [spent, setSpent] = useState<NonNullable<RevokeGrantBody['spent']>>('write_off')
  const [reason, setReason] = useState('')
  const amount = typed === '' ? left : typedAmount(typed)
  const action = useAction(
    ['revoke grant', account, grant.id],
    (body: RevokeGrantBody, options) => scrip.grants.revoke(account, grant.id, body, options),
    [keys.account(account), keys.overview],
    ({ revoked }) => {
      show({ text: `Took ${amountText(revoked)} back.` })
      onClose()
    },
  )
  const isMore = amount !== null && compare(amount, grant.remaining) > 0
  return (
    <ActionDialog
      danger
      title="Take credits back"
      submit={amount === null ? 'Take back' : `Take ${amountText(amount)} back`}
      action={action}
      incomplete={amount === null}
      onClose={onClose}
      onSubmit={() =>
        action.run({
          ...(typed !== '' && amount !== null && { amount }),
          spent,
          ...(reason.trim() !== '' && { reason: reason.trim() }),
        })
      }
      outcome={
        amount !== null && (
          <>
            Takes <Amount value={amount} /> of this grant of <Amount value={grant.amount} />{' '}
            {nameOf(grant.credit_type)} back
            {isMore &&
              `: what is left of it first; what was spent of the rest is ${spent === 'debt' ? 'owed, what expired is not' : 'written off'}`}
            .
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
      <Select
        label="What was spent already"
        value={spent}
        onChange={({ target }) => setSpent(target.value as typeof spent)}
      >
        <option value="write_off">is written off</option>
        <option value="debt">becomes a debt, paid by the next credits</option>
      </Select>
      <Field
        label="Reason"
        hint="Kept with the grant, where its buyer can read it, too."
        maxLength={500}
        value={reason}
        fault={faultOf(action.error, 'reason')}
        onChange={({ target }) => setReason(target.value)}
      />
    </ActionDialog>
  )
}
