import type { Clock } from '../ports.ts'
import type { Buying } from '../purchases/buying.ts'
import { reconcile } from '../purchases/reconcile.ts'
import { keepReconciled } from '../purchases/reconciled.ts'
import { CHECKS_KEPT, type Check, FINDINGS_KEPT, type Found, type Progress } from './check.ts'

/**
 * Does one check after the other until none waits, and answers how many. What comes between is written down with the
 * check; the first such failure is thrown once all are done.
 */
export async function performChecks(buying: Buying, clock: Clock, signal: AbortSignal): Promise<number> {
  const { checks, registry } = buying.store
  const failures: unknown[] = []
  await checks.failAbandoned(clock.now())
  for (let done = 0; ; done += 1) {
    const more = await checks.next(clock.now(), async (check) => {
      const { id, kind } = check
      try {
        const found = await (kind === 'verify' ? proven : compared)(buying, check, clock, signal)
        await registry.endCheck(id, { at: clock.now(), ...found })
      } catch (error) {
        failures.push(error)
        const why = error instanceof Error ? error.message : String(error)
        await registry.endCheck(id, { at: clock.now(), error: why.slice(0, 1000) })
      }
      await registry.forgetChecks(kind, CHECKS_KEPT)
    })
    if (more && !signal.aborted) continue
    // One that was cut off because the server stops has said so, and is no failure.
    if (failures.length > 0 && !signal.aborted) throw failures[0]
    return done
  }
}

/** What it says on the way is no part of what it finds, so nobody waits for it to be written down. */
const noting =
  ({ store }: Buying, { id }: Check) =>
  (progress: Progress) =>
    void store.registry.noteProgress(id, progress).catch(() => {})

async function proven(buying: Buying, check: Check, clock: Clock, signal: AbortSignal): Promise<Found> {
  const onProgress = noting(buying, check)
  const { counts, books, breaches, breach_count } = await buying.store.prove(clock.now(), {
    onProgress,
    signal,
  })
  return {
    holds: breach_count === 0,
    counts,
    books,
    findings: breaches.slice(0, FINDINGS_KEPT).map(({ invariant, account, credit_type, what }) => ({
      kind: invariant,
      account: account === '' ? null : account,
      credit_type: credit_type === '' ? null : credit_type,
      purchase: null,
      what,
    })),
    finding_count: breach_count,
  }
}

/** Puts right what is safe, and keeps what is left for the metrics as well. */
async function compared(buying: Buying, check: Check, clock: Clock, signal: AbortSignal): Promise<Found> {
  const now = clock.now()
  const goOn = async () => !signal.aborted
  const options = { since: check.since ?? 0, heal: true, onProgress: noting(buying, check), goOn }
  const reconciled = await reconcile(buying, options, now)
  await keepReconciled(buying.store.registry, reconciled, now)
  const { compared, healed, differences } = reconciled
  return {
    holds: differences.length === 0,
    counts: { ...compared, healed: healed.length },
    books: [],
    findings: differences.slice(0, FINDINGS_KEPT).map((one) => ({ ...one, credit_type: null })),
    finding_count: differences.length,
  }
}
