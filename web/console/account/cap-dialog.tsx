import type { CapUsage, PutCapBody } from '@scrip/sdk'
import { useState } from 'react'
import { sentAmount } from '../../ui/decimal.ts'
import { Field, Select } from '../../ui/field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog, faultOf } from '../frame/action-dialog.tsx'

type Subject = CapUsage['subject']
type Put = PutCapBody & { readonly subject: Subject; readonly id: string }

interface CapDialogProps {
  readonly account: string
  /** Null: another one is added. */
  readonly cap: CapUsage | null
  readonly onClose: () => void
}

export function CapDialog({ account, cap, onClose }: CapDialogProps) {
  const show = useToast()
  const [subject, setSubject] = useState<Subject>(cap?.subject ?? 'member')
  const [id, setId] = useState(cap?.id ?? '')
  const [limit, setLimit] = useState(cap?.limit ?? '')
  const [unit, setUnit] = useState<PutCapBody['unit']>(cap?.unit ?? 'credits')
  const [period, setPeriod] = useState<PutCapBody['period']>(cap?.period ?? 'month')
  const whose = subject === 'account' ? account : id.trim()
  const action = useAction(
    ['put cap', account],
    ({ subject, id, ...body }: Put, options) => scrip.caps.put(account, subject, id, body, options),
    [keys.account(account)],
    () => {
      show({ text: 'The cap is in force.' })
      onClose()
    },
  )
  const { error } = action
  return (
    <ActionDialog
      title={cap ? 'Change the cap' : 'Add a cap'}
      submit={cap ? 'Change' : 'Add'}
      action={action}
      incomplete={whose === '' || limit.trim() === ''}
      onClose={onClose}
      onSubmit={() => action.run({ subject, id: whose, limit: sentAmount(limit), unit, period })}
    >
      {!cap && (
        <div className="fields">
          <Select label="Of" value={subject} onChange={({ target }) => setSubject(target.value as Subject)}>
            <option value="account">The account</option>
            <option value="member">A member</option>
            <option value="project">A project</option>
            <option value="key">An API key</option>
          </Select>
          {subject !== 'account' && (
            <Field
              label="Id"
              value={id}
              fault={faultOf(error, 'id')}
              onChange={({ target }) => setId(target.value)}
            />
          )}
        </div>
      )}
      <div className="fields">
        <Field
          label="Limit"
          inputMode="decimal"
          value={limit}
          fault={faultOf(error, 'limit')}
          onChange={({ target }) => setLimit(target.value)}
        />
        <Select label="In" value={unit} onChange={({ target }) => setUnit(target.value as typeof unit)}>
          <option value="credits">Credits</option>
          <option value="money">Money</option>
        </Select>
        <Select
          label="Per"
          value={period}
          onChange={({ target }) => setPeriod(target.value as typeof period)}
        >
          <option value="day">Day</option>
          <option value="month">Month</option>
          <option value="total">In all</option>
        </Select>
      </div>
    </ActionDialog>
  )
}
