import { isRefusal, type Refusal, refuse } from '../../core/refusal.ts'
import { payNow } from '../../core/subscriptions/end.ts'
import { route } from '../../http/route.ts'
import { SubscriptionWire, subscriptionAnswer } from './convert-subscription.ts'
import * as examples from './examples-subscriptions.ts'
import { SubscriptionPath } from './subscription-path.ts'

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/subscriptions/:subscription/pay',
  id: 'pay_subscription',
  summary: 'Pay what is past due',
  description:
    'Tries the renewal of a `past_due` subscription again at once, with the default card: after a new one was saved, ' +
    'there is no need to wait for `next_attempt_at`. 200 once it is paid, 202 while its `bill` waits, 402 where the card ' +
    'declines again; that uses up no attempt while the next one is not due. More than six times a day is 409 ' +
    '`too_many_attempts`. An overdue invoice is paid on its own page, and 409 `payment_pending` names its purchase.',
  tags: ['Subscriptions'],
  allow: ['operator', 'admin', 'buyer'],
  params: SubscriptionPath,
  example: { params: { account: 'team_acme', subscription: examples.subscription.id } },
  success: { also: [202], schema: SubscriptionWire, example: examples.subscription },
  refusals: [
    'account_not_found',
    'subscription_not_found',
    'subscription_not_active',
    'payment_method_missing',
    'card_declined',
    'payment_refused',
    'too_many_attempts',
    'payment_pending',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { account, subscription: id } = call.params
    const { registry } = call.store
    const about = { account, subscription: id, once: call.onceRequest(account) }
    const done = await payNow(call.buying, about, call.now)
    if (isRefusal(done)) return done
    const { subscription, replayed } = done
    call.replayed = replayed
    if (subscription.bill) call.status = 202
    else if (subscription.status !== 'active') {
      const { items } = await registry.subscriptionEvents(account, id, { limit: 1, after: null })
      return unpaid(String(items[0]?.detail.why ?? subscription.status))
    }
    return subscriptionAnswer(registry, subscription, call.now)
  },
})

function unpaid(why: string): Refusal {
  switch (why) {
    case 'payment_method_missing':
      return refuse(why, 'There is no saved card to charge. Add one first.')
    case 'payment_refused':
      return refuse(
        why,
        'An invoice is sent by e-mail, and who subscribes has no address. Give them one first.',
      )
    default:
      return refuse('card_declined', `The renewal was not paid (${why}). Save another card and try again.`)
  }
}
