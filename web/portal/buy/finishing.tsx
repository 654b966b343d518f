import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

/** Nobody knows whether it was bought, so nothing else may be bought until that is known. */
export function Finishing({ again }: { readonly again: () => void }) {
  return (
    <Notice
      tone="warn"
      urgent
      title="We don't know yet whether this was bought"
      actions={
        <Button small onClick={again}>
          Check again
        </Button>
      }
    >
      The answer did not arrive. Checking is safe: it is never charged twice.
    </Notice>
  )
}
