import Type from 'typebox'
import { isUnknown } from '../../../core/purchases/purchase.ts'
import { whyNot } from '../../../core/purchases/why-not.ts'
import { isRefusal } from '../../../core/refusal.ts'
import { changeTerms } from '../../../core/subscriptions/change.ts'
import { noSubscription } from '../../../core/subscriptions/not-found.ts'
import { MAX_SEATS } from '../../../core/subscriptions/price.ts'
import { isAnyRefusal } from '../../../http/refusals.ts'
import { route } from '../../../http/route.ts'
import { Id, nullable, strict, Text } from '../fields.ts'
import { billedWire, NullablePurchase } from '../purchases/convert-billed.ts'
import { ChangeWire, changeWire } from './convert-change.ts'
import { SubscriptionWire } from './convert-subscription.ts'
import * as examples from './examples-subscriptions.ts'
import { SubscriptionPath } from './subscription-path.ts'
import { changedTerms, changedTermsIn, expectedMinor, payingIn, payingOf } from './subscription-terms.ts'

export default route({
  method: 'PATCH',
  path: '/v1/accounts/:account/subscriptions/:subscription',
  id: 'change_subscription',
  summary: 'Change a subscription',
  description:
    'What is left out stays as it is, and as `pending` says: both hold then, and more of what there is now comes at once ' +
    'beside what waits. More seats or larger ones are an `upgrade`: ' +
    'charged at once for the days that are left, with credits in the same proportion; 200 once it is paid, 202 while it ' +
    'is not, with the purchase to go on with, and until then everything is as before. Fewer or smaller ones, and another ' +
    'interval, cost nothing now and become `pending` for the renewal; to ask for what is in force clears that. Another ' +
    '`plan` of the same credit type, currency and `gives_to` has its own prices: with more seats or larger ones it is an ' +
    '`upgrade`, with as much as there is a `plan_switch`, which waits for the renewal. Where ' +
    'there would be fewer seats than members who have one, `demote` names who gives theirs up then; they stay members. ' +
    "A change that comes at once takes nobody's seat. `expected_amount` is the `amount_due` that the buyer was told. " +
    'The `reason` is kept with what happened.',
  tags: ['Subscriptions'],
  allow: ['operator', 'admin', 'buyer'],
  params: SubscriptionPath,
  body: Type.Object(
    {
      ...changedTermsIn,
      demote: Type.Optional(Type.Array(Id, { maxItems: MAX_SEATS })),
      ...payingIn,
      reason: Type.Optional(nullable(Text(500))),
    },
    strict,
  ),
  example: {
    params: { account: 'team_acme', subscription: examples.subscription.id },
    body: { seats: 5 },
  },
  success: {
    also: [202],
    schema: Type.Object(
      { subscription: SubscriptionWire, change: ChangeWire, purchase: NullablePurchase },
      { title: 'SubscriptionChanged' },
    ),
    example: { subscription: examples.upgraded, change: examples.upgrade, purchase: examples.changeBill },
  },
  refusals: [
    'account_not_found',
    'subscription_not_found',
    'subscription_not_active',
    'plan_not_offered',
    'amount_too_small',
    'seats_out_of_range',
    'subscription_ends',
    'demotion_required',
    'member_has_no_seat',
    'amount_changed',
    'redirect_not_allowed',
    'payment_method_not_found',
    'card_declined',
    'payment_refused',
    'payment_pending',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { account, subscription: id } = call.params
    const { registry } = call.store
    const known = await registry.subscription(account, id)
    if (!known) return noSubscription(account, id)
    const expected_minor = expectedMinor(call.body.expected_amount, known.currency)
    if (isAnyRefusal(expected_minor)) return expected_minor
    const changed = await changeTerms(
      call.buying,
      {
        account,
        subscription: id,
        terms: changedTerms(call.body),
        demote: call.body.demote ?? [],
        paying: payingOf(call.body),
        expected_minor,
        once: call.onceRequest(account),
        reason: call.body.reason ?? null,
      },
      call.now,
    )
    if (isRefusal(changed)) return changed
    const { subscription, purchase, preview } = changed
    call.replayed = changed.replayed
    if (purchase && (purchase.state === 'awaiting_checkout' || isUnknown(purchase))) call.status = 202
    else {
      const refusal = purchase && whyNot(purchase)
      if (refusal) return refusal
    }
    return { ...(await billedWire(registry, subscription, purchase, call.now)), change: changeWire(preview) }
  },
})
