import type { Dialect } from '../../http/dialect.ts'
import buyCredits from './buy-credits.ts'
import cancelSubscription from './cancel-subscription.ts'
import checkoutSubscription from './checkout-subscription.ts'
import clearDefaultCap from './clear-default-cap.ts'
import clearMemberCap from './clear-member-cap.ts'
import clearPending from './clear-pending.ts'
import clearProjectCap from './clear-project-cap.ts'
import getCredits from './get-credits.ts'
import getDefaultCap from './get-default-cap.ts'
import getMemberCap from './get-member-cap.ts'
import getProjectCap from './get-project-cap.ts'
import getSubscription from './get-subscription.ts'
import listInvoices from './list-invoices.ts'
import previewSubscription from './preview-subscription.ts'
import recordUsage from './record-usage.ts'
import { envelope, problem, refusals } from './refusals.ts'
import resumeSubscription from './resume-subscription.ts'
import setDefaultCap from './set-default-cap.ts'
import setMemberCap from './set-member-cap.ts'
import setProjectCap from './set-project-cap.ts'
import topUp from './top-up.ts'
import updateSubscription from './update-subscription.ts'

/** The face that clients of Neo speak to. */
export const neo: Dialect = {
  name: 'neo',
  prefixes: ['/api/v1'],
  routes: [
    buyCredits,
    getCredits,
    listInvoices,
    recordUsage,
    getSubscription,
    checkoutSubscription,
    previewSubscription,
    updateSubscription,
    clearPending,
    cancelSubscription,
    resumeSubscription,
    topUp,
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
