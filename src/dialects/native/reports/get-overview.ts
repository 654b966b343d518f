import Type from 'typebox'
import { isAnyRefusal } from '../../../http/refusals.ts'
import { route } from '../../../http/route.ts'
import { strict } from '../fields.ts'
import { ReportWire, reportWire } from './convert-report.ts'
import * as examples from './examples-of-reports.ts'
import { daysAsked, reportDays } from './report-days.ts'

const MOST_DAYS = 366

export default route({
  method: 'GET',
  path: '/v1/reports/overview',
  id: 'get_overview',
  summary: 'Get what was sold, burned and taken, day by day',
  description:
    `Over all accounts, by day in UTC, at most ${MOST_DAYS} days, the last thirty unless said. What was outstanding ` +
    'falls with what was burned, expired and revoked, and with debts that were paid. Revenue is gross on the day it was ' +
    'paid, subscriptions included; a refund counts on the day it was made, a lost dispute does not. What was paid out ' +
    'of a commitment is no revenue. What is dated ahead, in an account on a clock of its own, counts on the day it was ' +
    'written.',
  tags: ['Reports'],
  allow: ['operator'],
  query: Type.Object(reportDays, strict),
  example: { query: { from: '2026-01-31', to: '2026-01-31' } },
  success: { schema: ReportWire, example: examples.overview },
  async handler({ store, query, now }) {
    const days = daysAsked(query, MOST_DAYS, now)
    if (isAnyRefusal(days)) return days
    return reportWire(await store.reports.overview(days, now), days)
  },
})
