import type { Dialect } from '../../http/dialect.ts'
import addMember from './add-member.ts'
import addPaymentMethod from './add-payment-method.ts'
import advanceClock from './advance-clock.ts'
import archivePlan from './archive-plan.ts'
import archivePrice from './archive-price.ts'
import askCheck from './ask-check.ts'
import batchDebits from './batch-debits.ts'
import cancelSubscription from './cancel-subscription.ts'
import captureHold from './capture-hold.ts'
import changeSubscription from './change-subscription.ts'
import clearPendingChange from './clear-pending-change.ts'
import createAccount from './create-account.ts'
import createCreditType from './create-credit-type.ts'
import createDebit from './create-debit.ts'
import createGrant from './create-grant.ts'
import createHold from './create-hold.ts'
import createPlan from './create-plan.ts'
import createPortalSession from './create-portal-session.ts'
import createPrice from './create-price.ts'
import createPurchase from './create-purchase.ts'
import createQuote from './create-quote.ts'
import createRefund from './create-refund.ts'
import createSubscription from './create-subscription.ts'
import createWebhookEndpoint from './create-webhook-endpoint.ts'
import deleteCap from './delete-cap.ts'
import deleteWebhookEndpoint from './delete-webhook-endpoint.ts'
import extendHold from './extend-hold.ts'
import getAccount from './get-account.ts'
import getBalance from './get-balance.ts'
import getCap from './get-cap.ts'
import getCheck from './get-check.ts'
import getClock from './get-clock.ts'
import getCreditType from './get-credit-type.ts'
import getDebit from './get-debit.ts'
import getGrant from './get-grant.ts'
import getHold from './get-hold.ts'
import getKey from './get-key.ts'
import getMe from './get-me.ts'
import getMember from './get-member.ts'
import getOverview from './get-overview.ts'
import getPlan from './get-plan.ts'
import getPrice from './get-price.ts'
import getPurchase from './get-purchase.ts'
import getSubscription from './get-subscription.ts'
import getSubscriptionOverview from './get-subscription-overview.ts'
import getUsage from './get-usage.ts'
import getWebhookEndpoint from './get-webhook-endpoint.ts'
import giveSeat from './give-seat.ts'
import issueKey from './issue-key.ts'
import listAccounts from './list-accounts.ts'
import listAllPurchases from './list-all-purchases.ts'
import listAllSubscriptions from './list-all-subscriptions.ts'
import listBalances from './list-balances.ts'
import listCaps from './list-caps.ts'
import listChecks from './list-checks.ts'
import listCreditTypes from './list-credit-types.ts'
import listDebits from './list-debits.ts'
import listEntries from './list-entries.ts'
import listGrants from './list-grants.ts'
import listHolds from './list-holds.ts'
import listInvoices from './list-invoices.ts'
import listJobs from './list-jobs.ts'
import listKeys from './list-keys.ts'
import listMembers from './list-members.ts'
import listPaymentMethods from './list-payment-methods.ts'
import listPlans from './list-plans.ts'
import listPrices from './list-prices.ts'
import listPurchases from './list-purchases.ts'
import listRefunds from './list-refunds.ts'
import listSeats from './list-seats.ts'
import listSubscriptionEvents from './list-subscription-events.ts'
import listSubscriptions from './list-subscriptions.ts'
import listWebhookDeliveries from './list-webhook-deliveries.ts'
import listWebhookEndpoints from './list-webhook-endpoints.ts'
import moveSeat from './move-seat.ts'
import paySubscription from './pay-subscription.ts'
import previewChange from './preview-change.ts'
import previewSubscription from './preview-subscription.ts'
import putCap from './put-cap.ts'
import { envelope, problem, refusals } from './refusals.ts'
import releaseHold from './release-hold.ts'
import removeMember from './remove-member.ts'
import removePaymentMethod from './remove-payment-method.ts'
import resendWebhookDelivery from './resend-webhook-delivery.ts'
import resumeSubscription from './resume-subscription.ts'
import reverseDebit from './reverse-debit.ts'
import revokeGrant from './revoke-grant.ts'
import revokeKey from './revoke-key.ts'
import revokePortalSessions from './revoke-portal-sessions.ts'
import rotateKey from './rotate-key.ts'
import rotateWebhookSecret from './rotate-webhook-secret.ts'
import setDefaultPaymentMethod from './set-default-payment-method.ts'
import takeSeat from './take-seat.ts'
import testWebhookEndpoint from './test-webhook-endpoint.ts'
import updateAccount from './update-account.ts'
import updateCreditType from './update-credit-type.ts'
import updateMember from './update-member.ts'
import updateWebhookEndpoint from './update-webhook-endpoint.ts'

/** Scrip's own face, in the order in which a reader of the documentation should meet it. */
export const native: Dialect = {
  name: 'native',
  prefixes: ['/v1'],
  routes: [
    createAccount,
    listAccounts,
    getAccount,
    updateAccount,
    addMember,
    listMembers,
    getMember,
    updateMember,
    removeMember,
    createCreditType,
    listCreditTypes,
    getCreditType,
    updateCreditType,
    createPrice,
    listPrices,
    getPrice,
    archivePrice,
    createPlan,
    listPlans,
    getPlan,
    archivePlan,
    createQuote,
    createPurchase,
    listPurchases,
    getPurchase,
    listAllPurchases,
    createRefund,
    listRefunds,
    listPaymentMethods,
    addPaymentMethod,
    setDefaultPaymentMethod,
    removePaymentMethod,
    listInvoices,
    previewSubscription,
    createSubscription,
    listSubscriptions,
    getSubscription,
    getSubscriptionOverview,
    listSubscriptionEvents,
    previewChange,
    changeSubscription,
    clearPendingChange,
    cancelSubscription,
    resumeSubscription,
    paySubscription,
    listAllSubscriptions,
    listSeats,
    giveSeat,
    takeSeat,
    moveSeat,
    createGrant,
    listGrants,
    getGrant,
    revokeGrant,
    listBalances,
    getBalance,
    createDebit,
    batchDebits,
    listDebits,
    getDebit,
    reverseDebit,
    createHold,
    listHolds,
    getHold,
    captureHold,
    releaseHold,
    extendHold,
    putCap,
    listCaps,
    getCap,
    deleteCap,
    listEntries,
    getUsage,
    getOverview,
    askCheck,
    listChecks,
    getCheck,
    listJobs,
    getClock,
    advanceClock,
    issueKey,
    listKeys,
    getKey,
    rotateKey,
    revokeKey,
    createWebhookEndpoint,
    listWebhookEndpoints,
    getWebhookEndpoint,
    updateWebhookEndpoint,
    deleteWebhookEndpoint,
    rotateWebhookSecret,
    testWebhookEndpoint,
    listWebhookDeliveries,
    resendWebhookDelivery,
    getMe,
    createPortalSession,
    revokePortalSessions,
  ],
  refusals,
  envelope,
  problem,
}
