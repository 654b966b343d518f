import type { CreateGrantBody } from '@scrip/sdk'
import { useState } from 'react'
import { Amount } from '../../ui/amount.tsx'
import { amountText } from '../../ui/amount-text.ts'
import { typedAmount } from '../../ui/decimal.ts'
import { Field, Select } from '../../ui/field.tsx'
import { timeText } from '../../ui/time.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useNameOf } from '../data/reads.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog, faultOf } from '../frame/action-dialog.tsx'
import { CreditTypeSelect } from './credit-type-select.tsx'
import { ScopeFields, type ScopeWish, scopeOf, UNSCOPED } from './scope-fields.tsx'

type Expiry = 'policy' | 'never' | 'at'

interface GrantDialogProps {
  readonly account: string
  readonly onClose: () => void
}

export function GrantDialog({ account, onClose }: GrantDialogProps) {
  const show = useToast()
  const nameOf = useNameOf()
  const [type, setType] = useState('')
  const [typed, setTyped] = useState('')
  const [source, setSource] = useState<'manual' | 'promotion'>('manual')
  const [expiry, setExpiry] = useState<Expiry>('policy')
  const [at, setAt] = useState('')
  const [scope, setScope] = useState<ScopeWish>(UNSCOPED)
  const [reason, setReason] = useState('')
  const amount = typedAmount(typed)
  const moment = new Date(at)
  // While it is typed a year may have six digits, which is no moment or one that is not written as others are.
  const isMoment = !Number.isNaN(moment.getTime()) && moment.getFullYear() <= 9999
  const expires_at = expiry === 'at' && isMoment ? moment.toISOString() : null
  const action = useAction(
    ['grant', account],
    (body: CreateGrantBody, options) => scrip.grants.create(account, body, options),
    [keys.account(account), keys.overview],
    ({ amount, balance }) => {
      show({ text: `Granted ${amountText(amount)}. Available now: ${amountText(balance.available)}.` })
      onClose()
    },
  )
  const submit = () =>
    action.run({
      credit_type: type,
      amount: amount ?? typed,
      source,
      ...(expiry !== 'policy' && { expires_at }),
      ...scopeOf(scope),
      ...(reason.trim() !== '' && { metadata: { reason: reason.trim() } }),
    })
  const { error } = action
  return (
    <ActionDialog
      wide
      title="Grant credits"
      submit={amount === null ? 'Grant' : `Grant ${amountText(amount)}`}
      action={action}
      incomplete={amount === null || type === '' || (expiry === 'at' && !isMoment)}
      onSubmit={submit}
      onClose={onClose}
      outcome={
        amount !== null && (
          <>
            Puts <Amount value={amount} /> {nameOf(type)} into the wallet of {account}
            {expires_at !== null && <>, to be used before {timeText(expires_at)}</>}
            {expiry === 'never' && ', which never expire'}. A debt is paid from them first.
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
      <div className="fields">
        <Select
          label="Source"
          value={source}
          onChange={({ target }) => setSource(target.value as typeof source)}
        >
          <option value="manual">Granted by hand</option>
          <option value="promotion">Promotion</option>
        </Select>
        <Select label="Expires" value={expiry} onChange={({ target }) => setExpiry(target.value as Expiry)}>
          <option value="policy">As the credit type says</option>
          <option value="never">Never</option>
          <option value="at">At a time</option>
        </Select>
        {expiry === 'at' && (
          <Field
            label="At"
            type="datetime-local"
            value={at}
            fault={at !== '' && !isMoment ? 'A time before the year 10000.' : faultOf(error, 'expires_at')}
            onChange={({ target }) => setAt(target.value)}
          />
        )}
      </div>
      <ScopeFields scope={scope} onChange={setScope} error={error} />
      <Field
        label="Reason"
        hint="Kept with the grant, where its buyer can read it, too."
        maxLength={500}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
    </ActionDialog>
  )
}
