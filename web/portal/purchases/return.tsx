import { Navigate } from '@tanstack/react-router'
import { readIntent } from '../buy/intent.ts'
import { usePortal } from '../data/portal.ts'

/** Where a hosted page leads back to in the same tab: on to what was being bought. */
export function Return() {
  const intent = readIntent(usePortal().account)
  return intent?.purchase ? (
    <Navigate to="/purchases/$purchase" params={{ purchase: intent.purchase }} replace />
  ) : (
    <Navigate to="/" replace />
  )
}
