import type { JobRun } from '../../core/reports/job.ts'
import type { JobRecords } from '../../core/reports/records.ts'
import { rowsOf, type Session, timestamp } from '../session/session.ts'

/** Longer messages tell nothing more. */
const MOST_TOLD = 500

interface JobRuns extends Pick<JobRecords, 'scheduleJobs' | 'noteRun'> {
  all(): Promise<readonly JobRun[]>
}

export const jobRunsOn = (session: Session): JobRuns => ({
  async scheduleJobs(every) {
    await session.query(
      `insert into job_runs as known (job, every_seconds) select * from unnest($1::text[], $2::integer[])
       on conflict (job) do update set every_seconds = excluded.every_seconds
       where known.every_seconds <> excluded.every_seconds`,
      [Object.keys(every), Object.values(every)],
    )
  },

  /** Another server may have run it since. */
  async noteRun({ job, took_ms, succeeded, error }, at) {
    await session.query(
      `update job_runs set last_run_at = $2, took_ms = $3, succeeded = $4, error = $5
       where job = $1 and (last_run_at is null or last_run_at <= $2)`,
      [job, timestamp(at), Math.round(took_ms ?? 0), succeeded, error?.slice(0, MOST_TOLD) ?? null],
    )
  },

  all: () =>
    rowsOf<JobRun>(
      session,
      'select job, every_seconds, last_run_at, took_ms, succeeded, error from job_runs order by job',
      [],
    ),
})
