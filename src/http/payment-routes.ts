import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Buying } from '../core/purchases/buying.ts'
import { addCheckoutRoutes } from './checkout-routes.ts'
import { addWebhookRoute } from './webhook-route.ts'

/** What the buying of credits needs beside the dialects: where events come in, and where buyers come back to. */
export function addPaymentRoutes(app: FastifyInstance, buying: Buying, log: Logger): void {
  addWebhookRoute(app, buying, log)
  addCheckoutRoutes(app, buying, log)
}
