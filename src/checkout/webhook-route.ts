import type { FastifyError, FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Buying } from '../core/purchases/buying.ts'
import { handleEvent } from '../core/purchases/handle-event.ts'
import { BadSignature, type PaymentEvent } from '../core/purchases/payments.ts'
import { isRefusal } from '../core/refusal.ts'

/** What an event may weigh. Stripe's are far smaller. */
const MAX_EVENT_BYTES = 1024 * 1024

const problem = (message: string) => ({ error: { message } })

/**
 * Where the payment's side tells what happened. It needs no key: the signature over the very bytes that were sent says
 * who sent them. Whatever isn't answered with a 2xx is sent again, so a failure of ours is a 500, and what was refused
 * is said and logged.
 */
export function addWebhookRoute(app: FastifyInstance, buying: Buying, log: Logger): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_EVENT_BYTES }, (_request, body, done) =>
    done(null, body),
  )
  // What the framework says of a body that can't be read. Whatever happens later is caught below.
  app.setErrorHandler((error: FastifyError, _request, reply) =>
    reply.code(error.statusCode ?? 500).send(problem('The body can not be read.')),
  )
  app.post('/webhooks/stripe', { config: { operation: 'stripe_webhook' } }, async (request, reply) => {
    const { id: request_id, now, body, headers } = request
    const signature = headers['stripe-signature']
    const refuse = (reason: string, more: object = {}) => {
      log.warn({ request_id, ...more, reason }, 'a webhook was refused')
      return reply.code(400).send(problem(reason))
    }
    if (typeof signature !== 'string' || !Buffer.isBuffer(body))
      return refuse('An event needs a body and a Stripe-Signature header.')
    let event: PaymentEvent | null = null
    try {
      event = await buying.payments.event(body, signature, now)
      const handled = await handleEvent(buying, event, now)
      if (isRefusal(handled)) return refuse(handled.detail, { event: event.id, type: event.type })
      log.debug({ request_id, event: event.id, type: event.type, handled }, 'a webhook was handled')
      return reply.send({ received: true })
    } catch (error) {
      if (error instanceof BadSignature) return refuse(error.message)
      const line = { request_id, event: event?.id, type: event?.type, err: error }
      log.error(line, 'a webhook failed and will come again')
      return reply.code(500).send(problem('The event could not be settled now. Send it again.'))
    }
  })
}
