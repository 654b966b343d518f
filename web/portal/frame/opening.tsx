import { Skeleton } from '../../ui/skeleton.tsx'
import './shell.css'

/** The shape of the portal until it is known whose it is. */
export function Opening() {
  return (
    <div className="shell" role="status">
      <span className="only-heard">Loading…</span>
      <div className="shell-side">
        <div className="shell-sticky">
          <Skeleton width="120px" />
        </div>
      </div>
      <div className="shell-main">
        <div className="page">
          <Skeleton width="180px" height="28px" />
          <Skeleton height="120px" />
          <Skeleton height="300px" />
        </div>
      </div>
    </div>
  )
}
