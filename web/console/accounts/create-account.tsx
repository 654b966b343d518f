import type { CreateAccountBody } from '@scrip/sdk'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Field, Select } from '../../ui/field.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog, faultOf } from '../frame/action-dialog.tsx'

export function CreateAccount({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [id, setId] = useState('')
  const [kind, setKind] = useState<CreateAccountBody['kind']>('team')
  const action = useAction(
    ['create account'],
    (body: CreateAccountBody, options) => scrip.accounts.create(body, options),
    [keys.accounts],
    ({ id }) => void navigate({ to: '/accounts/$account', params: { account: id } }),
  )
  const { error } = action
  return (
    <ActionDialog
      title="New account"
      submit="Create account"
      action={action}
      incomplete={name.trim() === ''}
      onClose={onClose}
      onSubmit={() => action.run({ name: name.trim(), kind, ...(id.trim() !== '' && { id: id.trim() }) })}
    >
      <Field
        label="Name"
        autoFocus
        value={name}
        fault={faultOf(error, 'name')}
        onChange={({ target }) => setName(target.value)}
      />
      <Field
        label="Id"
        placeholder="team_42"
        hint="The one that your product knows it by. Without one it is given one."
        value={id}
        fault={faultOf(error, 'id')}
        onChange={({ target }) => setId(target.value)}
      />
      <Select
        label="Kind"
        value={kind}
        onChange={({ target }) => setKind(target.value as CreateAccountBody['kind'])}
      >
        <option value="team">Team</option>
        <option value="user">User</option>
      </Select>
    </ActionDialog>
  )
}
