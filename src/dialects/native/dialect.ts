import type { Dialect } from '../../http/dialect.ts'
import addMember from './accounts/add-member.ts'
import advanceClock from './accounts/advance-clock.ts'
import createAccount from './accounts/create-account.ts'
import createPortalSession from './accounts/create-portal-session.ts'
import getAccount from './accounts/get-account.ts'
import getClock from './accounts/get-clock.ts'
import getKey from './accounts/get-key.ts'
import getMe from './accounts/get-me.ts'
import getMember from './accounts/get-member.ts'
import issueKey from './accounts/issue-key.ts'
import listAccounts from './accounts/list-accounts.ts'
import listKeys from './accounts/list-keys.ts'
import listMembers from './accounts/list-members.ts'
import removeMember from './accounts/remove-member.ts'
import revokeKey from './accounts/revoke-key.ts'
import revokePortalSessions from './accounts/revoke-portal-sessions.ts'
import rotateKey from './accounts/rotate-key.ts'
import updateAccount from './accounts/update-account.ts'
import updateMember from './accounts/update-member.ts'
import deleteCap from './caps/delete-cap.ts'
import getCap from './caps/get-cap.ts'
import listCaps from './caps/list-caps.ts'
import putCap from './caps/put-cap.ts'
import archivePrice from './catalogue/archive-price.ts'
import createCreditType from './catalogue/create-credit-type.ts'
import createPrice from './catalogue/create-price.ts'
import getCreditType from './catalogue/get-credit-type.ts'
import getPrice from './catalogue/get-price.ts'
import listCreditTypes from './catalogue/list-credit-types.ts'
import listPrices from './catalogue/list-prices.ts'
import updateCreditType from './catalogue/update-credit-type.ts'
import batchDebits from './ledger/batch-debits.ts'
import captureHold from './ledger/capture-hold.ts'
import createDebit from './ledger/create-debit.ts'
import createGrant from './ledger/create-grant.ts'
import createHold from './ledger/create-hold.ts'
import extendHold from './ledger/extend-hold.ts'
import getBalance from './ledger/get-balance.ts'
import getDebit from './ledger/get-debit.ts'
import getGrant from './ledger/get-grant.ts'
import getHold from './ledger/get-hold.ts'
import listBalances from './ledger/list-balances.ts'
import listDebits from './ledger/list-debits.ts'
import listEntries from './ledger/list-entries.ts'
import listGrants from './ledger/list-grants.ts'
import listHolds from './ledger/list-holds.ts'
import releaseHold from './ledger/release-hold.ts'
import reverseDebit from './ledger/reverse-debit.ts'
import revokeGrant from './ledger/revoke-grant.ts'
import addPaymentMethod from './purchases/add-payment-method.ts'
import createPurchase from './purchases/create-purchase.ts'
import createQuote from './purchases/create-quote.ts'
import createRefund from './purchases/create-refund.ts'
import getPurchase from './purchases/get-purchase.ts'
import listAllPurchases from './purchases/list-all-purchases.ts'
import listInvoices from './purchases/list-invoices.ts'
import listPaymentMethods from './purchases/list-payment-methods.ts'
import listPurchases from './purchases/list-purchases.ts'
import listRefunds from './purchases/list-refunds.ts'
import removePaymentMethod from './purchases/remove-payment-method.ts'
import setDefaultPaymentMethod from './purchases/set-default-payment-method.ts'
import { envelope, problem, refusals } from './refusals.ts'
import askCheck from './reports/ask-check.ts'
import getCheck from './reports/get-check.ts'
import getOverview from './reports/get-overview.ts'
import getUsage from './reports/get-usage.ts'
import listChecks from './reports/list-checks.ts'
import listJobs from './reports/list-jobs.ts'
import archivePlan from './subscriptions/archive-plan.ts'
import cancelSubscription from './subscriptions/cancel-subscription.ts'
import changeSubscription from './subscriptions/change-subscription.ts'
import clearPendingChange from './subscriptions/clear-pending-change.ts'
import createPlan from './subscriptions/create-plan.ts'
import createSubscription from './subscriptions/create-subscription.ts'
import getPlan from './subscriptions/get-plan.ts'
import getSubscription from './subscriptions/get-subscription.ts'
import getSubscriptionOverview from './subscriptions/get-subscription-overview.ts'
import giveSeat from './subscriptions/give-seat.ts'
import listAllSubscriptions from './subscriptions/list-all-subscriptions.ts'
import listPlans from './subscriptions/list-plans.ts'
import listSeats from './subscriptions/list-seats.ts'
import listSubscriptionEvents from './subscriptions/list-subscription-events.ts'
import listSubscriptions from './subscriptions/list-subscriptions.ts'
import moveSeat from './subscriptions/move-seat.ts'
import paySubscription from './subscriptions/pay-subscription.ts'
import previewChange from './subscriptions/preview-change.ts'
import previewSubscription from './subscriptions/preview-subscription.ts'
import resumeSubscription from './subscriptions/resume-subscription.ts'
import takeSeat from './subscriptions/take-seat.ts'
import createWebhookEndpoint from './webhooks/create-webhook-endpoint.ts'
import deleteWebhookEndpoint from './webhooks/delete-webhook-endpoint.ts'
import getWebhookEndpoint from './webhooks/get-webhook-endpoint.ts'
import listWebhookDeliveries from './webhooks/list-webhook-deliveries.ts'
import listWebhookEndpoints from './webhooks/list-webhook-endpoints.ts'
import resendWebhookDelivery from './webhooks/resend-webhook-delivery.ts'
import rotateWebhookSecret from './webhooks/rotate-webhook-secret.ts'
import testWebhookEndpoint from './webhooks/test-webhook-endpoint.ts'
import updateWebhookEndpoint from './webhooks/update-webhook-endpoint.ts'

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
