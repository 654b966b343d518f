import type { Cap } from '@scrip/sdk'
import { useMutation } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { tellOf } from '../../ui/failure.tsx'
import { useToast } from '../../ui/toast.tsx'
import { usePortal } from '../data/portal.ts'
import { useRefresh } from '../data/refresh.ts'
import { useNames } from '../data/use-names.ts'
import { capName } from './cap-words.ts'

export function RemoveCap({ cap, onClose }: { readonly cap: Cap; readonly onClose: () => void }) {
  const { scrip, account } = usePortal()
  const names = useNames()
  const refreshAll = useRefresh()
  const toast = useToast()
  const remove = useMutation({
    mutationFn: () => scrip.caps.delete(account, cap.subject, cap.id),
    onSuccess: () => toast({ text: 'The cap was removed.' }),
    onError: (error) => toast({ text: tellOf(error).detail, tone: 'bad' }),
    onSettled: async () => {
      await refreshAll()
      onClose()
    },
  })
  return (
    <Dialog
      title="Remove the cap?"
      open
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Remove
          </Button>
        </>
      }
    >
      <p>{capName(cap, names.member)}: from then on, whatever there is may be burned.</p>
    </Dialog>
  )
}
