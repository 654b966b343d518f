/** So long apart are two renewals that begin while others wait: ten thousand begin within five minutes. */
export const RENEWALS_APART_MS = 27
/** So long apart are two sums of days: they keep up with more debits than one server takes, at a seventh of a core. */
export const SUMS_APART_MS = 100

/**
 * Makes the jobs' work give way: while many wait for the ledger, what nobody waits for begins at a measured pace, and
 * else at once. Answers what to await before each piece of it. `crowded` says whether many wait just now.
 */
export function paceOf(crowded: () => boolean, apart_ms: number): () => Promise<void> {
  let free_at = 0
  return async () => {
    if (!crowded()) return
    const now = performance.now()
    const begins_at = Math.max(free_at, now)
    free_at = begins_at + apart_ms
    await new Promise((resolve) => setTimeout(resolve, begins_at - now))
  }
}
