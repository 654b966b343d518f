import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog } from '../frame/action-dialog.tsx'

interface RemoveMemberProps {
  readonly account: string
  readonly member: string
  readonly onClose: () => void
}

export function RemoveMember({ account, member, onClose }: RemoveMemberProps) {
  const show = useToast()
  const action = useAction(
    ['remove member', account, member],
    (id: string, options) => scrip.members.remove(account, id, options),
    [keys.account(account)],
    () => {
      show({ text: `${member} is no member any more.` })
      onClose()
    },
  )
  return (
    <ActionDialog
      danger
      title={`Remove ${member}`}
      submit="Remove"
      action={action}
      onSubmit={() => action.run(member)}
      onClose={onClose}
      outcome="They can burn nothing from then on, and a seat of theirs is free. What they burned stays in the ledger."
    />
  )
}
