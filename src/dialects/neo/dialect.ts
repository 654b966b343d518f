import type { Dialect } from '../../http/dialect.ts'
import buyCredits from './buy-credits.ts'
import clearDefaultCap from './clear-default-cap.ts'
import clearMemberCap from './clear-member-cap.ts'
import clearProjectCap from './clear-project-cap.ts'
import getCredits from './get-credits.ts'
import getDefaultCap from './get-default-cap.ts'
import getMemberCap from './get-member-cap.ts'
import getProjectCap from './get-project-cap.ts'
import listInvoices from './list-invoices.ts'
import recordUsage from './record-usage.ts'
import { envelope, problem, refusals } from './refusals.ts'
import setDefaultCap from './set-default-cap.ts'
import setMemberCap from './set-member-cap.ts'
import setProjectCap from './set-project-cap.ts'

/** The face that clients of Neo speak to. */
export const neo: Dialect = {
  name: 'neo',
  prefixes: ['/api/v1'],
  routes: [
    buyCredits,
    getCredits,
    listInvoices,
    recordUsage,
    getMemberCap,
    setMemberCap,
    clearMemberCap,
    getDefaultCap,
    setDefaultCap,
    clearDefaultCap,
    getProjectCap,
    setProjectCap,
    clearProjectCap,
  ],
  refusals,
  envelope,
  problem,
}
