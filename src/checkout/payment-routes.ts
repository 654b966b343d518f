import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Buying } from '../core/purchases/buying.ts'
import type { Responder } from '../http/respond.ts'
import { addCheckoutRoutes } from './checkout-routes.ts'
import { addWebhookRoute } from './webhook-route.ts'

/** What the buying of credits needs beside the dialects: where events come in, and where buyers come back to. */
export function addPaymentRoutes(
  app: FastifyInstance,
  buying: Buying & { readonly log: Logger },
  responder: Responder,
): void {
  for (const add of [addWebhookRoute, addCheckoutRoutes])
    app.register(async (scope) => {
      scope.addHook('onSend', async (request, reply) => {
        const operation = request.routeOptions.config.operation ?? 'payments'
        responder.answered(request, reply, operation, reply.statusCode)
      })
      add(scope, buying, buying.log)
    })
}
