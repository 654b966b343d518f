/** More than subscriptions that are brought on ever have waiting. Where another job has, it is given way to as well. */
const MANY = 16
/** Between two batches nobody waits for a moment, though many do all the time. */
const REMEMBERED_MS = 250

interface Queue {
  queued(change: number): void
}

/** Hears how many commands wait for the ledger of this process, and knows whether they are many. */
export function crowdOf<Q extends Queue>(queue: Q): { readonly queue: Q; readonly crowded: () => boolean } {
  let waiting = 0
  let crowded_at = Number.NEGATIVE_INFINITY
  const note = () => {
    if (waiting > MANY) crowded_at = performance.now()
  }
  return {
    queue: {
      ...queue,
      queued(change) {
        note()
        waiting += change
        queue.queued(change)
      },
    },
    crowded() {
      note()
      return performance.now() - crowded_at < REMEMBERED_MS
    },
  }
}
