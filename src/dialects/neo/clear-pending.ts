import Type from 'typebox'
import { isRefusal } from '../../core/refusal.ts'
import { periodEnd } from '../../core/subscriptions/calendar.ts'
import { clearPending } from '../../core/subscriptions/end.ts'
import { subscriptionStatuses } from '../../core/subscriptions/subscription.ts'
import { isAnyRefusal } from '../../http/refusals.ts'
import { route } from '../../http/route.ts'
import { adminOf, everybody } from './actor.ts'
import { instantText } from './convert.ts'
import { termsFields, termsWire } from './convert-terms.ts'
import * as examples from './examples-subscription.ts'
import { subscriptionOf } from './find-subscription.ts'

export default route({
  method: 'POST',
  path: '/api/v1/billing/subscription/clear-pending',
  id: 'neo_clear_pending',
  summary: 'Drop the change that waits for the renewal',
  description: 'The subscription is renewed as it is. To drop what is not there is no fault.',
  tags: ['Neo subscriptions'],
  allow: everybody,
  body: Type.Object({}),
  bodyOptional: true,
  example: { body: {} },
  success: {
    schema: Type.Object(
      {
        cleared: Type.Boolean({ description: 'Whether there was one.' }),
        ...termsFields,
        current_period_end: Type.Optional(Type.String({ format: 'date-time' })),
        status: Type.Enum([...subscriptionStatuses]),
      },
      { title: 'NeoCleared' },
    ),
    example: examples.cleared,
  },
  refusals: [
    'subscription_not_found',
    'subscription_not_active',
    'payment_pending',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const actor = await adminOf(call, 'change the subscription')
    if (isAnyRefusal(actor)) return actor
    const { id: account } = actor.account
    const known = await subscriptionOf(call.store.registry, actor.account)
    if (isRefusal(known)) return known
    const about = { account, subscription: known.id, once: call.onceRequest(account) }
    const changed = await clearPending(call.buying, about, call.now)
    if (isRefusal(changed)) return changed
    const { subscription, replayed } = changed
    call.replayed = replayed
    return {
      cleared: changed.changed,
      ...termsWire(subscription.terms),
      ...(subscription.started_at !== null && { current_period_end: instantText(periodEnd(subscription)) }),
      status: subscription.status,
    }
  },
})
