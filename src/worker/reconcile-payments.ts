import type { Clock } from '../core/ports.ts'
import type { Buying } from '../core/purchases/buying.ts'
import { askCheck } from '../core/reports/ask-check.ts'
import { performChecks } from '../core/reports/perform-checks.ts'
import { giveBackStrays } from '../core/subscriptions/give-back.ts'

/** More than the time between two runs by far, so that a night without any is made up for. */
const BACK_MS = 2 * 86_400_000

/**
 * Compares what was bought with what was paid and puts right what is safe, as a check that everybody can read. Where
 * somebody asked for one just now, that one will do.
 */
export async function reconcilePayments(buying: Buying, clock: Clock, signal: AbortSignal): Promise<number> {
  const now = clock.now()
  await giveBackStrays(buying, now - BACK_MS, now)
  await askCheck(buying.store.registry, { kind: 'reconcile', since: now - BACK_MS }, now, buying.ids)
  return performChecks(buying, clock, signal)
}
