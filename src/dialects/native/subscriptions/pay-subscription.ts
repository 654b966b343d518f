import type { Registry } from '../../../core/ports.ts'
import { whyNot } from '../../../core/purchases/why-not.ts'
import { isRefusal, type Refusal, refuse } from '../../../core/refusal.ts'
import { payNow } from '../../../core/subscriptions/end.ts'
import type { Subscription } from '../../../core/subscriptions/subscription.ts'
import { route } from '../../../http/route.ts'
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
    'payment_method_not_found',
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
    else if (subscription.status !== 'active') return whyUnpaid(registry, subscription)
    return subscriptionAnswer(registry, subscription, call.now)
  },
})

/** What became of the bill that was made out for it; where none was, why there was nothing to charge. */
async function whyUnpaid(registry: Registry, { account, id, status }: Subscription): Promise<Refusal> {
  const { items } = await registry.subscriptionEvents(account, id, { limit: 2, after: null })
  const [last, before] = items
  const billed = before?.kind === 'renewal_billed' ? String(before.detail.purchase) : null
  const bill = billed === null ? null : await registry.purchase(account, billed)
  return (bill && whyNot(bill)) ?? unpaid(String(last?.detail.why ?? status), last?.detail.detail)
}

function unpaid(why: string, detail: unknown): Refusal {
  const code = why === 'payment_method_missing' || why === 'payment_refused' ? why : 'card_declined'
  return refuse(code, typeof detail === 'string' ? detail : `The renewal was not paid (${why}).`)
}
