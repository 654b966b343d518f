import type { Clock } from '../core/ports.ts'
import type { Buying } from '../core/purchases/buying.ts'
import { reconcile } from '../core/purchases/reconcile.ts'
import { keepReconciled } from '../core/purchases/reconciled.ts'

/** More than the time between two runs by far, so that a night without any is made up for. */
const BACK_MS = 2 * 86_400_000

/** Compares what was bought with what was paid, puts right what is safe, and keeps what it found for the metrics. */
export async function reconcilePayments(buying: Buying, clock: Clock): Promise<number> {
  const now = clock.now()
  const reconciled = await reconcile(buying, { since: now - BACK_MS, heal: true }, now)
  await keepReconciled(buying.store.registry, reconciled, now)
  return reconciled.differences.length
}
