import type { Subscription } from '@scrip/sdk'
import { useMutation } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { tellOf } from '../../ui/failure.tsx'
import { Time } from '../../ui/time.tsx'
import { useToast } from '../../ui/toast.tsx'
import { usePortal } from '../data/portal.ts'
import { useRefresh } from '../data/refresh.ts'

interface CancelDialogProps {
  readonly subscription: Subscription
  readonly onClose: () => void
}

export function CancelDialog({ subscription: { id, status, period_ends_at }, onClose }: CancelDialogProps) {
  const { scrip, account } = usePortal()
  const refreshAll = useRefresh()
  const toast = useToast()
  const cancel = useMutation({
    mutationFn: () => scrip.subscriptions.cancel(account, id),
    onSuccess: () => toast({ text: 'The subscription is canceled.' }),
    onError: (error) => toast({ text: tellOf(error).detail, tone: 'bad' }),
    onSettled: async () => {
      await refreshAll()
      onClose()
    },
  })
  return (
    <Dialog
      title="Cancel the subscription?"
      open
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel it
          </Button>
        </>
      }
    >
      <p>
        {status === 'active' && period_ends_at !== null ? (
          <>
            Everything goes on until <Time at={period_ends_at} style="date" />, which is paid. Until then you
            can take it back. Then the seats and what is left in them end; what was topped up stays.
          </>
        ) : (
          'It ends at once, because it is not paid. What was topped up stays.'
        )}
      </p>
    </Dialog>
  )
}
