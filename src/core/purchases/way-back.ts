import { toTheEnd } from '../go-on.ts'
import type { Instant } from '../instant.ts'
import type { ReconcileOptions } from './reconcile.ts'

/**
 * Tells in per cent how far a comparison is, which goes back from now to where it ends twice: through the payments, and
 * through the purchases. How many these are nobody knows before, so it goes by their time.
 */
export function wayBack(
  { since, onProgress, goOn = toTheEnd }: ReconcileOptions,
  now: Instant,
): (walk: 'payments' | 'purchases', at: Instant) => Promise<void> {
  let told = 0
  return async (walk, at) => {
    // Half a comparison says nothing: it is made again.
    if (!(await goOn())) throw new Error('The server was stopped.')
    const part = Math.min(Math.max((now - at) / Math.max(now - since, 1), 0), 1)
    const done = Math.floor(50 * (part + (walk === 'purchases' ? 1 : 0)))
    if (done <= told) return
    told = done
    onProgress?.({ done, of: 100 })
  }
}
