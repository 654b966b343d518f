import type { GoOn } from '../core/go-on.ts'

/** So long apart are two renewals that begin while others wait: ten thousand begin within five minutes. */
export const RENEWALS_APART_MS = 27
/**
 * So long apart are two sums of days: a fifth of a core, and thirty thousand entries a second. Where more than that are
 * written for hours, the overview is late, which it says, and catches up afterwards.
 */
export const SUMS_APART_MS = 100

/**
 * Makes the jobs' work give way: while many wait for the ledger, what nobody waits for begins at a measured pace, and
 * else at once; and none of it any more once the server stops. `crowded` says whether many wait just now.
 */
export function paceOf(crowded: () => boolean, apart_ms: number, stop: AbortSignal): GoOn {
  let free_at = 0
  return async () => {
    if (crowded() && !stop.aborted) {
      const now = performance.now()
      const begins_at = Math.max(free_at, now)
      free_at = begins_at + apart_ms
      await new Promise((resolve) => setTimeout(resolve, begins_at - now))
    }
    return !stop.aborted
  }
}
