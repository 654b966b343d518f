import type { CreateCreditTypeBody, CreditType } from '@scrip/sdk'
import { useState } from 'react'
import { sentAmount } from '../../ui/decimal.ts'
import { Field, Select } from '../../ui/field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog, faultOf } from '../frame/action-dialog.tsx'

type Policy = CreditType['expiry']['policy']

interface CreditTypeDialogProps {
  /** Null: another one is made. */
  readonly creditType: CreditType | null
  readonly onClose: () => void
}

export function CreditTypeDialog({ creditType, onClose }: CreditTypeDialogProps) {
  const show = useToast()
  const [id, setId] = useState('')
  const [name, setName] = useState(creditType?.name ?? '')
  const [price, setPrice] = useState(creditType?.unit_price ?? '')
  const [currency, setCurrency] = useState(creditType?.currency ?? 'usd')
  const [policy, setPolicy] = useState<Policy>(creditType?.expiry.policy ?? 'never')
  const [after, setAfter] = useState(creditType?.expiry.after ?? 'P1Y')
  const [period, setPeriod] = useState(creditType?.expiry.period ?? 'month')
  const action = useAction(
    creditType ? ['change credit type', creditType.id] : ['create credit type'],
    ({ id, ...body }: CreateCreditTypeBody, options) =>
      creditType
        ? scrip.creditTypes.update(creditType.id, body, options)
        : scrip.creditTypes.create({ ...body, ...(id !== undefined && { id }) }, options),
    [keys.creditTypes],
    ({ name }) => {
      show({ text: `${name} ${creditType ? 'is changed' : 'can be granted and sold now'}.` })
      onClose()
    },
  )
  const { error } = action
  const submit = () =>
    action.run({
      ...(id.trim() !== '' && { id: id.trim() }),
      name: name.trim(),
      unit_price: price.trim() === '' ? null : sentAmount(price),
      currency: currency.trim().toLowerCase(),
      expiry: {
        policy,
        ...((policy === 'fixed' || policy === 'rolling') && { after }),
        ...(policy === 'period_end' && { period }),
      },
    })
  return (
    <ActionDialog
      title={creditType ? `Change ${creditType.name}` : 'New credit type'}
      submit={creditType ? 'Change' : 'Create'}
      action={action}
      incomplete={name.trim() === ''}
      onSubmit={submit}
      onClose={onClose}
      outcome={
        creditType && 'What was sold and granted already stays as it was; the change holds from now on.'
      }
    >
      <Field
        label="Name"
        value={name}
        fault={faultOf(error, 'name')}
        onChange={({ target }) => setName(target.value)}
      />
      {!creditType && (
        <Field
          label="Id"
          placeholder="agent"
          hint="What your product calls it in the API. Without one it is given one."
          value={id}
          fault={faultOf(error, 'id')}
          onChange={({ target }) => setId(target.value)}
        />
      )}
      <div className="fields">
        <Field
          label="Price of a credit"
          placeholder="not sold by itself"
          inputMode="decimal"
          value={price}
          fault={faultOf(error, 'unit_price')}
          onChange={({ target }) => setPrice(target.value)}
        />
        <Field
          label="Currency"
          value={currency}
          fault={faultOf(error, 'currency')}
          onChange={({ target }) => setCurrency(target.value)}
        />
      </div>
      <div className="fields">
        <Select
          label="Credits expire"
          value={policy}
          onChange={({ target }) => setPolicy(target.value as Policy)}
        >
          <option value="never">never</option>
          <option value="fixed">some time after they come</option>
          <option value="rolling">some time after the last purchase</option>
          <option value="period_end">at the end of a period</option>
        </Select>
        {(policy === 'fixed' || policy === 'rolling') && (
          <Field
            label="After"
            hint="As P30D, P6M or P1Y"
            value={after}
            fault={faultOf(error, 'expiry/after')}
            onChange={({ target }) => setAfter(target.value)}
          />
        )}
        {policy === 'period_end' && (
          <Select
            label="Period"
            value={period}
            onChange={({ target }) => setPeriod(target.value as typeof period)}
          >
            <option value="day">Day</option>
            <option value="month">Month</option>
            <option value="year">Year</option>
          </Select>
        )}
      </div>
    </ActionDialog>
  )
}
