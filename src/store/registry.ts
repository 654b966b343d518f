import type { Registry } from '../core/ports.ts'
import { accountsOn } from './accounts/accounts.ts'
import { keysOn } from './accounts/keys.ts'
import { membersOn } from './accounts/members.ts'
import { capCountersOn } from './caps/cap-counters.ts'
import { capsOn } from './caps/caps.ts'
import { creditProductsOn } from './catalogue/credit-products.ts'
import { creditTypesOn } from './catalogue/credit-types.ts'
import { pricesOn } from './catalogue/prices.ts'
import { allotmentsOn } from './ledger/allotments.ts'
import { bucketsOn } from './ledger/buckets.ts'
import { billingCustomersOn } from './purchases/billing-customers.ts'
import { billingHistoryOn } from './purchases/billing-history.ts'
import { paymentEventsOn } from './purchases/payment-events.ts'
import { purchasesOn } from './purchases/purchases.ts'
import { refundsOn } from './purchases/refunds.ts'
import { checksOn } from './reports/checks.ts'
import type { Session } from './session/session.ts'
import type { NeedTurn } from './session/turns.ts'
import { plansOn } from './subscriptions/plans.ts'
import { seatBalancesOn } from './subscriptions/seat-balances.ts'
import { seatsOn } from './subscriptions/seats.ts'
import { subscriptionBillsOn } from './subscriptions/subscription-bills.ts'
import { subscriptionEventsOn } from './subscriptions/subscription-events.ts'
import { subscriptionStepsOn } from './subscriptions/subscription-steps.ts'
import { subscriptionsOn } from './subscriptions/subscriptions.ts'
import { webhookDeliveriesOn } from './webhooks/webhook-deliveries.ts'
import { webhookEndpointsOn } from './webhooks/webhook-endpoints.ts'

/** The registry on the client of a transaction, or off the pool, for reads. */
export const registryOn = (session: Session, needTurn: NeedTurn = () => {}): Registry => ({
  ...accountsOn(session),
  ...membersOn(session),
  ...keysOn(session),
  ...creditTypesOn(session),
  ...creditProductsOn(session),
  ...capsOn(session),
  ...capCountersOn(session, needTurn),
  ...pricesOn(session),
  ...billingCustomersOn(session),
  ...purchasesOn(session),
  ...refundsOn(session),
  ...paymentEventsOn(session),
  ...bucketsOn(session),
  ...billingHistoryOn(session),
  ...plansOn(session),
  ...subscriptionsOn(session),
  ...seatsOn(session),
  ...seatBalancesOn(session),
  ...allotmentsOn(session),
  ...subscriptionEventsOn(session),
  ...subscriptionStepsOn(session),
  ...checksOn(session),
  ...subscriptionBillsOn(session),
  ...webhookEndpointsOn(session),
  ...webhookDeliveriesOn(session),
})
