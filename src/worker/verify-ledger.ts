import type { Clock } from '../core/ports.ts'
import type { Buying } from '../core/purchases/buying.ts'
import { askCheck } from '../core/reports/ask-check.ts'
import { performChecks } from '../core/reports/perform-checks.ts'

/** Proves the ledger, as a check that everybody can read. Where somebody asked for one just now, that one will do. */
export async function verifyLedger(buying: Buying, clock: Clock, signal: AbortSignal): Promise<number> {
  const { store, ids } = buying
  await askCheck(store.registry, { kind: 'verify', since: null }, clock.now(), ids)
  return performChecks(buying, clock, signal)
}
