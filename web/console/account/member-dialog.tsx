import type { AddMemberBody, Member } from '@scrip/sdk'
import { useState } from 'react'
import { Field, Select } from '../../ui/field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog, faultOf } from '../frame/action-dialog.tsx'
import { plain } from '../words.ts'

const roles: readonly Member['role'][] = [
  'owner',
  'admin',
  'member',
  'developer',
  'security',
  'billing',
  'viewer',
  'viewer_for_plus',
  'contributor',
]

interface MemberDialogProps {
  readonly account: string
  /** Null: another one is added. */
  readonly member: Member | null
  readonly onClose: () => void
}

export function MemberDialog({ account, member, onClose }: MemberDialogProps) {
  const show = useToast()
  const [id, setId] = useState(member?.id ?? '')
  const [email, setEmail] = useState(member?.email ?? '')
  const [role, setRole] = useState<Member['role']>(member?.role ?? 'member')
  const action = useAction(
    member ? ['change member', account, member.id] : ['add member', account],
    (body: AddMemberBody, options) => {
      const { id: _id, ...change } = body
      return member
        ? scrip.members.update(account, member.id, change, options)
        : scrip.members.add(account, body, options)
    },
    [keys.account(account)],
    ({ id }) => {
      show({ text: member ? `${id} is changed.` : `${id} is a member now.` })
      onClose()
    },
  )
  return (
    <ActionDialog
      title={member ? `Change ${member.id}` : 'Add a member'}
      submit={member ? 'Change' : 'Add'}
      action={action}
      onClose={onClose}
      onSubmit={() =>
        action.run({
          ...(id.trim() !== '' && { id: id.trim() }),
          email: email.trim() === '' ? null : email.trim(),
          role,
        })
      }
    >
      {!member && (
        <Field
          label="Id"
          hint="The one that your product knows this person by."
          value={id}
          fault={faultOf(action.error, 'id')}
          onChange={({ target }) => setId(target.value)}
        />
      )}
      <Field
        label="Email"
        type="email"
        value={email}
        fault={faultOf(action.error, 'email')}
        onChange={({ target }) => setEmail(target.value)}
      />
      <Select
        label="Role"
        hint="Owners, admins and billing may buy in the portal; the others see only what is theirs."
        value={role}
        onChange={({ target }) => setRole(target.value as Member['role'])}
      >
        {roles.map((one) => (
          <option key={one} value={one}>
            {plain(one)}
          </option>
        ))}
      </Select>
    </ActionDialog>
  )
}
