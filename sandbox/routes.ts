import { balanceRoutes } from './balance/transaction.ts'
import { chargeRoutes } from './charges/routes.ts'
import { checkoutRoutes } from './checkout/routes.ts'
import { customerRoutes } from './customers/routes.ts'
import { disputeRoutes } from './disputes/routes.ts'
import { eventRoutes } from './events/routes.ts'
import type { Route } from './http/route.ts'
import { itemRoutes } from './invoice-items/routes.ts'
import { invoicePaymentRoutes } from './invoices/payment-routes.ts'
import { invoiceRoutes } from './invoices/routes.ts'
import { intentRoutes } from './payment-intents/routes.ts'
import { methodRoutes } from './payment-methods/routes.ts'
import { productRoutes } from './products/routes.ts'
import { refundRoutes } from './refunds/routes.ts'
import { setupRoutes } from './setup-intents/routes.ts'

/** Stripe's API, as far as the sandbox simulates it. */
export const routes: readonly Route[] = [
  ...customerRoutes,
  ...methodRoutes,
  ...setupRoutes,
  ...intentRoutes,
  ...checkoutRoutes,
  ...invoiceRoutes,
  ...itemRoutes,
  ...invoicePaymentRoutes,
  ...chargeRoutes,
  ...refundRoutes,
  ...disputeRoutes,
  ...balanceRoutes,
  ...productRoutes,
  ...eventRoutes,
]
