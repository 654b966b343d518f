import type { Reporting } from '../../core/reports/records.ts'
import type { Reader } from '../session/reader.ts'
import type { Statements } from '../session/statements.ts'
import type { Turns } from '../session/turns.ts'
import { jobRunsOn } from './job-runs.ts'
import { readOverview, readSummedAt } from './overview.ts'
import { readUsage } from './usage.ts'

/** What sums up an account's usage takes turns: it may take long, and others need the connections as well. */
export const reportsOn = (statements: Statements, reader: Reader, turns: Turns): Reporting['reports'] => ({
  usage: (account, request) => turns.run(account, () => readUsage(statements, account, request)),
  overview: (days, now) => readOverview(reader, days, now),
  summedAt: () => readSummedAt(reader.query),
  jobRuns: () => jobRunsOn(statements).all(),
})
