import { Button } from './button.tsx'
import './more.css'

interface MoreProps {
  readonly has: boolean
  readonly busy: boolean
  readonly onMore: () => void
}

/** Below a list of which there is more. */
export function More({ has, busy, onMore }: MoreProps) {
  if (!has) return null
  return (
    <div className="more">
      <Button small busy={busy} onClick={onMore}>
        Show more
      </Button>
    </div>
  )
}
