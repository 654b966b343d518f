import type { CallOptions } from '@scrip/sdk'
import type { QueryKey } from '@tanstack/react-query'
import { useToast } from '../../ui/toast.tsx'
import { useAction } from '../data/use-action.ts'
import { ActionDialog } from '../frame/action-dialog.tsx'

interface ArchiveProps {
  readonly what: string
  readonly archive: (options: CallOptions) => Promise<unknown>
  readonly changes: readonly QueryKey[]
  readonly onClose: () => void
}

export function Archive({ what, archive, changes, onClose }: ArchiveProps) {
  const show = useToast()
  const action = useAction(
    ['archive', what],
    (_what: string, options) => archive(options),
    changes,
    () => {
      show({ text: `“${what}” is archived.` })
      onClose()
    },
  )
  return (
    <ActionDialog
      danger
      title={`Archive “${what}”`}
      submit="Archive"
      action={action}
      onSubmit={() => action.run(what)}
      onClose={onClose}
      outcome="Nobody can buy it from then on. Whoever has it keeps it."
    />
  )
}
