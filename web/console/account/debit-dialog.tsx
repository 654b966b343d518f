import type { CreateDebitBody } from '@scrip/sdk'
import { useState } from 'react'
import { Amount } from '../../ui/amount.tsx'
import { amountText } from '../../ui/amount-text.ts'
import { compare, difference, typedAmount } from '../../ui/decimal.ts'
import { Field } from '../../ui/field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useBalances, useNameOf } from '../data/reads.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog, faultOf } from '../frame/action-dialog.tsx'
import { CreditTypeSelect } from './credit-type-select.tsx'
import { ScopeFields, type ScopeWish, UNSCOPED, usageOf } from './scope-fields.tsx'

interface DebitDialogProps {
  readonly account: string
  readonly onClose: () => void
}

export function DebitDialog({ account, onClose }: DebitDialogProps) {
  const show = useToast()
  const nameOf = useNameOf()
  const balances = useBalances(account).data
  const [type, setType] = useState('')
  const [typed, setTyped] = useState('')
  const [scope, setScope] = useState<ScopeWish>(UNSCOPED)
  const [reason, setReason] = useState('')
  const amount = typedAmount(typed)
  const available = balances?.find(({ credit_type }) => credit_type === type)?.available ?? '0'
  const action = useAction(
    ['debit', account],
    (body: CreateDebitBody, options) => scrip.debits.create(account, body, options),
    [keys.account(account), keys.overview],
    ({ amount, balance }) => {
      show({ text: `Burned ${amountText(amount)}. Available now: ${amountText(balance.available)}.` })
      onClose()
    },
  )
  const { error } = action
  return (
    <ActionDialog
      wide
      title="Debit"
      submit={amount === null ? 'Burn credits' : `Burn ${amountText(amount)}`}
      action={action}
      incomplete={amount === null || type === ''}
      onClose={onClose}
      onSubmit={() =>
        action.run({
          credit_type: type,
          amount: amount ?? typed,
          ...usageOf(scope),
          ...(reason.trim() !== '' && { metadata: { reason: reason.trim() } }),
        })
      }
      outcome={
        amount !== null && (
          <>
            Burns <Amount value={amount} /> {nameOf(type)} as usage, from the grants in their usual order and
            under the caps.{' '}
            {compare(amount, available) <= 0 ? (
              <>
                Of <Amount value={available} /> available, <Amount value={difference(available, amount)} />{' '}
                stay.
              </>
            ) : (
              <>
                Only <Amount value={available} /> are available, so it will be refused.
              </>
            )}
          </>
        )
      }
    >
      <div className="fields">
        <CreditTypeSelect
          account={account}
          value={type}
          onChoose={setType}
          fault={faultOf(error, 'credit_type')}
        />
        <Field
          label="Amount"
          inputMode="decimal"
          autoFocus
          value={typed}
          fault={
            typed !== '' && amount === null
              ? 'A number, with at most six decimals.'
              : faultOf(error, 'amount')
          }
          onChange={({ target }) => setTyped(target.value)}
        />
      </div>
      <ScopeFields
        summary="Burned by a member, for a project or feature"
        scope={scope}
        onChange={setScope}
        error={error}
        within=""
      />
      <Field
        label="Reason"
        hint="Kept with the debit, where its buyer and its member can read it, too."
        maxLength={500}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
    </ActionDialog>
  )
}
