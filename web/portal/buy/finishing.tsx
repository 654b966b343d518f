import { Link } from '@tanstack/react-router'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

interface FinishingProps {
  readonly again: () => void
  readonly drop: () => void
}

/** Nobody knows whether it was bought, so nothing else may be bought until that is known, or its buyer drops it. */
export function Finishing({ again, drop }: FinishingProps) {
  return (
    <Notice
      tone="warn"
      urgent
      title="We don't know yet whether this was bought"
      actions={
        <>
          <Button small onClick={again}>
            Check again
          </Button>
          <Button small look="quiet" onClick={drop}>
            Drop it
          </Button>
        </>
      }
    >
      The answer did not arrive. Checking is safe: it is never charged twice. Before you drop it, see whether
      it is among your <Link to="/purchases">purchases</Link>.
    </Notice>
  )
}
