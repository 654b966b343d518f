import type { Instant } from '../instant.ts'
import type { Store } from '../ports.ts'
import { lastReconciled } from '../purchases/reconciled.ts'

/** A job and its last run, by whichever server; nothing but its name and how often it runs where it never ran. */
export interface JobRun {
  readonly job: string
  readonly every_seconds: number
  readonly last_run_at: Instant | null
  readonly took_ms: number | null
  readonly succeeded: boolean | null
  readonly error: string | null
}

export interface JobStatus extends JobRun {
  /** How far it is behind; null where nobody can say yet. */
  readonly lag_ms: number | null
}

type Asked = Pick<Store, 'upkeep' | 'registry' | 'reports'>

/** What tells of a job's work how far that is behind. All others lag by how much later than usual they run. */
const LAGS: Readonly<Record<string, (store: Asked, now: Instant) => Promise<number | null>>> = {
  /** Since when the oldest thing has been due. */
  async settle_due({ upkeep }, now) {
    return now - ((await upkeep.dueSince(now)) ?? now)
  },
  async reconcile({ registry }, now) {
    const last = await lastReconciled(registry)
    return last && now - last.at
  },
  async deliver({ registry }, now) {
    return now - ((await registry.deliveriesDueSince(now)) ?? now)
  },
  async sum_days({ reports }, now) {
    const at = await reports.summedAt()
    return at === null ? null : now - at
  },
}

export const laggingJobs = Object.keys(LAGS)

export const lagOf = async (store: Asked, job: string, now: Instant): Promise<number | null> =>
  (await LAGS[job]?.(store, now)) ?? null

export async function jobStatuses(store: Asked, now: Instant): Promise<JobStatus[]> {
  const runs = await store.reports.jobRuns()
  return Promise.all(
    runs.map(async (run) => ({
      ...run,
      lag_ms: LAGS[run.job] ? await lagOf(store, run.job, now) : lateness(run, now),
    })),
  )
}

const lateness = ({ last_run_at, every_seconds }: JobRun, now: Instant): number | null =>
  last_run_at === null ? null : Math.max(now - last_run_at - every_seconds * 1000, 0)
