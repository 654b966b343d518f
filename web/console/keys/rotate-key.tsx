import type { Key } from '@scrip/sdk'
import { useToast } from '../../ui/toast.tsx'
import { scrip } from '../data/client.ts'
import { keys } from '../data/queries.ts'
import { useAction } from '../data/use-action.ts'
import { ActionDialog } from '../frame/action-dialog.tsx'
import { Secret } from './secret.tsx'

interface KeyDialogProps {
  readonly apiKey: Key
  readonly onClose: () => void
}

const nameOf = ({ name, prefix, last_four }: Key) => name ?? `${prefix}…${last_four}`

export function RotateKey({ apiKey, onClose }: KeyDialogProps) {
  const action = useAction(
    ['rotate key', apiKey.id],
    (id: string, options) => scrip.keys.rotate(id, options),
    [keys.keys],
  )
  if (action.answer) return <Secret what="key" secret={action.answer.secret} onClose={onClose} />
  return (
    <ActionDialog
      danger
      title="Give the key another secret"
      submit="Change the secret"
      action={action}
      onSubmit={() => action.run(apiKey.id)}
      onClose={onClose}
      outcome={`The secret that ${nameOf(apiKey)} has now is void within a second, everywhere it is used. The new one is shown next.`}
    />
  )
}

export function RevokeKey({ apiKey, onClose }: KeyDialogProps) {
  const show = useToast()
  const action = useAction(
    ['revoke key', apiKey.id],
    (id: string, options) => scrip.keys.revoke(id, options),
    [keys.keys],
    () => {
      show({ text: `${nameOf(apiKey)} is revoked.` })
      onClose()
    },
  )
  return (
    <ActionDialog
      danger
      title="Revoke the key"
      submit="Revoke"
      action={action}
      onSubmit={() => action.run(apiKey.id)}
      onClose={onClose}
      outcome={`Whoever calls with ${nameOf(apiKey)} is refused within a second. This can’t be taken back.`}
    />
  )
}
