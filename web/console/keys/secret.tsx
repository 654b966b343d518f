import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Id } from '../frame/id.tsx'

interface SecretProps {
  readonly what: 'key' | 'endpoint'
  /** Null where whoever asks again can't open it: it signed in anew since. */
  readonly secret: string | null
  readonly onClose: () => void
}

/** The only time that a secret is seen. */
export function Secret({ what, secret, onClose }: SecretProps) {
  return (
    <Dialog
      open
      title={`The secret of the ${what}`}
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose}>
          I have kept it
        </Button>
      }
    >
      {secret === null ? (
        <Notice tone="warn">It can’t be shown any more. Give the {what} another secret.</Notice>
      ) : (
        <>
          <Notice tone="warn">Copy it now: it is shown this once and can’t be looked up later.</Notice>
          <Id>{secret}</Id>
        </>
      )}
    </Dialog>
  )
}
