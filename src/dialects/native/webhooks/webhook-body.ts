import type { Registry } from '../../../core/ports.ts'
import type { Happening } from '../../../core/webhooks/happening.ts'
import { instantText } from '../convert.ts'
import { purchaseWire, transitionWire } from '../purchases/convert-purchase.ts'
import { subscriptionAnswer } from '../subscriptions/convert-subscription.ts'
import { subscriptionEventWire } from '../subscriptions/convert-subscription-event.ts'
import { endpointWire } from './convert-webhook.ts'

/**
 * What an endpoint is sent: the thing as this face showed it when it happened, and beside it what happened to it. It is
 * made anew for each attempt out of what was kept, so it is the same each time.
 */
export async function webhookBody(
  registry: Pick<Registry, 'plan'>,
  { account, type, subject, at }: Happening,
): Promise<object> {
  const head = { type, timestamp: instantText(at), account: account === '' ? null : account }
  switch (subject.what) {
    case 'purchase':
      return { ...head, data: purchaseWire(subject.purchase), happened: transitionWire(subject.transition) }
    case 'subscription': {
      const { subscription, event } = subject
      const data = await subscriptionAnswer(registry, subscription, at)
      return { ...head, data, happened: subscriptionEventWire(subscription)(event) }
    }
    case 'endpoint':
      return { ...head, data: endpointWire(subject.endpoint), happened: null }
  }
}
