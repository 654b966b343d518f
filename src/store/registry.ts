import type { Registry } from '../core/ports.ts'
import { accountsOn } from './accounts.ts'
import { allotmentsOn } from './allotments.ts'
import { billingCustomersOn } from './billing-customers.ts'
import { billingHistoryOn } from './billing-history.ts'
import { bucketsOn } from './buckets.ts'
import { capCountersOn } from './cap-counters.ts'
import { capsOn } from './caps.ts'
import { checksOn } from './checks.ts'
import { creditProductsOn } from './credit-products.ts'
import { creditTypesOn } from './credit-types.ts'
import { keysOn } from './keys.ts'
import { membersOn } from './members.ts'
import { paymentEventsOn } from './payment-events.ts'
import { plansOn } from './plans.ts'
import { pricesOn } from './prices.ts'
import { purchasesOn } from './purchases.ts'
import { refundsOn } from './refunds.ts'
import { seatBalancesOn } from './seat-balances.ts'
import { seatsOn } from './seats.ts'
import type { Session } from './session.ts'
import { subscriptionBillsOn } from './subscription-bills.ts'
import { subscriptionEventsOn } from './subscription-events.ts'
import { subscriptionsOn } from './subscriptions.ts'
import { webhookDeliveriesOn } from './webhook-deliveries.ts'
import { webhookEndpointsOn } from './webhook-endpoints.ts'

/** The registry on a pool, for reads, or on the client of a transaction. */
export const registryOn = (session: Session): Registry => ({
  ...accountsOn(session),
  ...membersOn(session),
  ...keysOn(session),
  ...creditTypesOn(session),
  ...creditProductsOn(session),
  ...capsOn(session),
  ...capCountersOn(session),
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
  ...checksOn(session),
  ...subscriptionBillsOn(session),
  ...webhookEndpointsOn(session),
  ...webhookDeliveriesOn(session),
})
