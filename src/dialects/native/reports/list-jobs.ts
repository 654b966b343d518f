import Type from 'typebox'
import { jobStatuses } from '../../../core/reports/job.ts'
import { route } from '../../../http/route.ts'
import { instantOrNull } from '../convert.ts'
import { NullableInstant, NullableText, nullable } from '../fields.ts'
import * as examples from './examples-of-reports.ts'

const JobWire = Type.Object(
  {
    job: Type.String(),
    last_run_at: NullableInstant,
    took_ms: nullable(Type.Integer()),
    succeeded: nullable(Type.Boolean()),
    error: NullableText,
    lag_seconds: Type.Unsafe<number | null>({
      type: ['number', 'null'],
      description:
        'How far it is behind, by its work where that tells, else by when it should have run again.',
    }),
    runs_every_seconds: Type.Integer(),
  },
  { title: 'Job' },
)

export default route({
  method: 'GET',
  path: '/v1/jobs',
  id: 'list_jobs',
  summary: 'List the jobs and their last runs',
  description: 'By whichever server each ran last. One that never ran is there without a run.',
  tags: ['Reports'],
  allow: ['operator'],
  success: {
    schema: Type.Object({ items: Type.Array(JobWire) }),
    example: { items: [examples.job] },
  },
  async handler({ store, now }) {
    const jobs = await jobStatuses(store, now)
    return {
      items: jobs.map(({ job, last_run_at, took_ms, succeeded, error, lag_ms, every_seconds }) => ({
        job,
        last_run_at: instantOrNull(last_run_at),
        took_ms,
        succeeded,
        error,
        lag_seconds: lag_ms === null ? null : lag_ms / 1000,
        runs_every_seconds: every_seconds,
      })),
    }
  },
})
