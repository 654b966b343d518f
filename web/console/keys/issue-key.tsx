import type { IssueKeyBody } from '@scrip/sdk'
import { useState } from 'react'
import { Field, Select } from '../../ui/field.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog, faultOf } from '../frame/action-dialog.tsx'
import { Secret } from './secret.tsx'

type Role = NonNullable<IssueKeyBody['role']>
type Dialect = NonNullable<IssueKeyBody['dialect']>

const roles: readonly (readonly [Role, string])[] = [
  ['spender', 'Spender: reads and burns'],
  ['admin', 'Admin: reads, burns, buys, manages'],
  ['viewer', 'Viewer: reads'],
]

interface IssueKeyProps {
  readonly account: string | null
  readonly onClose: () => void
}

export function IssueKey({ account, onClose }: IssueKeyProps) {
  const [name, setName] = useState('')
  const [whose, setWhose] = useState(account ?? '')
  const [role, setRole] = useState<Role>('spender')
  const [member, setMember] = useState('')
  const [dialect, setDialect] = useState<Dialect>('native')
  const action = useAction(['issue key'], (body: IssueKeyBody, options) => scrip.keys.issue(body, options), [
    keys.keys,
  ])
  const { error } = action
  const isOwn = whose.trim() === ''
  if (action.answer) return <Secret what="key" secret={action.answer.secret} onClose={onClose} />
  return (
    <ActionDialog
      title="Issue a key"
      submit="Issue"
      action={action}
      onClose={onClose}
      onSubmit={() =>
        action.run({
          role: isOwn ? 'operator' : role,
          dialect,
          ...(!isOwn && { account: whose.trim() }),
          ...(!isOwn && member.trim() !== '' && { member: member.trim() }),
          ...(name.trim() !== '' && { name: name.trim() }),
        })
      }
      outcome={
        isOwn
          ? 'A key of the operator may do everything, on every account.'
          : 'The secret is shown once, right after this.'
      }
    >
      <Field
        label="Name"
        placeholder="production"
        autoFocus
        value={name}
        fault={faultOf(error, 'name')}
        onChange={({ target }) => setName(target.value)}
      />
      {account === null && (
        <Field
          label="Account’s id"
          placeholder="none: a key of the operator"
          value={whose}
          fault={faultOf(error, 'account')}
          onChange={({ target }) => setWhose(target.value)}
        />
      )}
      {!isOwn && (
        <div className="fields">
          <Select label="Role" value={role} onChange={({ target }) => setRole(target.value as Role)}>
            {roles.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </Select>
          <Field
            label="Only for member"
            placeholder="any"
            value={member}
            fault={faultOf(error, 'member')}
            onChange={({ target }) => setMember(target.value)}
          />
        </div>
      )}
      <Select label="Opens" value={dialect} onChange={({ target }) => setDialect(target.value as Dialect)}>
        <option value="native">Every face of the API</option>
        <option value="neo">Neo’s face</option>
        <option value="vercel">Vercel’s face</option>
        <option value="hyperline">Hyperline’s face</option>
      </Select>
    </ActionDialog>
  )
}
