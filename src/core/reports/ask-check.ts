import type { Instant } from '../instant.ts'
import type { Ids, Registry } from '../ports.ts'
import type { Check, CheckKind } from './check.ts'

/** So far back purchases are compared where nothing else is said. */
export const USUAL_BACK_MS = 7 * 86_400_000

/** Has a check done soon. Where one of its kind waits or runs, that one is the answer. */
export async function askCheck(
  registry: Registry,
  { kind, since }: { readonly kind: CheckKind; readonly since: Instant | null },
  now: Instant,
  ids: Ids,
): Promise<Check> {
  for (;;) {
    const check: Check = {
      id: ids.mint('chk', now),
      kind,
      state: 'queued',
      since: kind === 'reconcile' ? (since ?? Math.max(now - USUAL_BACK_MS, 0)) : null,
      created_at: now,
      started_at: null,
      ended_at: null,
      progress: null,
      holds: null,
      counts: {},
      books: [],
      findings: [],
      finding_count: 0,
      error: null,
    }
    if (await registry.insertCheck(check)) return check
    const open = await registry.openCheck(kind)
    // It may have ended since.
    if (open) return open
  }
}
