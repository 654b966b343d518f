import type { Instant } from '../instant.ts'
import type { Registry } from '../ports.ts'
import { type DifferenceKind, differenceKinds } from './difference.ts'
import type { Reconciled } from './reconcile.ts'

const MARK = 'reconciled'

export type Counts = Readonly<Record<DifferenceKind, number>>

/** How many differences of each kind there are, those of no kind found included. */
export function countsOf({ differences }: Pick<Reconciled, 'differences'>): Counts {
  const counts = Object.fromEntries(differenceKinds.map((kind) => [kind, 0])) as Record<
    DifferenceKind,
    number
  >
  for (const { kind } of differences) counts[kind] += 1
  return counts
}

/** Keeps what a run found where every server can tell of it, whichever of them ran. */
export const keepReconciled = (registry: Registry, reconciled: Reconciled, now: Instant): Promise<void> =>
  registry.setMark(MARK, { at: now, found: JSON.stringify(countsOf(reconciled)) })

/** What the last run found, and when that was; null where none ever ran. */
export async function lastReconciled(
  registry: Registry,
): Promise<{ readonly at: Instant; readonly counts: Counts } | null> {
  const mark = await registry.mark(MARK)
  return mark?.found ? { at: mark.at, counts: JSON.parse(mark.found) as Counts } : null
}
