import type pg from 'pg'
import type { Reporting } from '../../core/reports/records.ts'
import { orUnavailable } from '../session/outage.ts'
import type { Reader } from '../session/reader.ts'
import { jobRunsOn } from './job-runs.ts'
import { readOverview, readSummedAt } from './overview.ts'
import { readUsage } from './usage.ts'

export const reportsOn = (pool: pg.Pool, reader: Reader): Reporting['reports'] => ({
  usage: (account, request) => readUsage(pool, account, request).catch(orUnavailable),
  overview: (days, now) => readOverview(reader, days, now),
  summedAt: () => readSummedAt(reader.query),
  jobRuns: () => jobRunsOn(pool).all().catch(orUnavailable),
})
