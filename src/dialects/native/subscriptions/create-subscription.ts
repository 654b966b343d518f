import Type, { type Static } from 'typebox'
import { noMember } from '../../../core/accounts/not-found.ts'
import type { OnceRequest } from '../../../core/ports.ts'
import { whyNot } from '../../../core/purchases/why-not.ts'
import { noPlan } from '../../../core/subscriptions/not-found.ts'
import { type Subscribed, subscribe, subscribedUnder } from '../../../core/subscriptions/subscribe.ts'
import { collections } from '../../../core/subscriptions/subscription.ts'
import type { Call } from '../../../http/call.ts'
import { type AnyRefusal, forbid, isAnyRefusal } from '../../../http/refusals.ts'
import { route } from '../../../http/route.ts'
import { AccountPath, Id, NullableId, strict } from '../fields.ts'
import { BilledWire, billedWire } from '../purchases/convert-billed.ts'
import { Interval } from './convert-subscription.ts'
import * as examples from './examples-subscriptions.ts'
import { expectedMinor, payingIn, payingOf, termsIn } from './subscription-terms.ts'

const Body = Type.Object(
  {
    plan: Id,
    ...termsIn,
    interval: Type.Optional(Interval),
    member: Type.Optional(NullableId),
    collection: Type.Optional(Type.Enum([...collections])),
    ...payingIn,
  },
  strict,
)

export default route({
  method: 'POST',
  path: '/v1/accounts/:account/subscriptions',
  id: 'create_subscription',
  summary: 'Subscribe an account to a plan',
  description:
    'Charges the first period to the named card, or the default one: 201 once it is paid, the subscription is in force ' +
    'and the first credits are there. Seats go to the members, first to the `member` who subscribes, then to those who ' +
    'have been there longest. 202 while it is `incomplete`: without a card, or where the card wants its owner, the purchase has a ' +
    '`checkout_url` to send the buyer to; with the collection `send_invoice` an `invoice.url`, and the calendar begins ' +
    "on the day that it is paid; it is sent to the member's e-mail address, and buyers can't choose it for themselves. " +
    'A decline is 402 and names the purchase; the subscription has ended then, and another ' +
    'call begins a new one. One that still waits for its payment makes way for another wish. `expected_amount` is what ' +
    'the buyer was told that it costs: any other amount is refused. An account has one subscription to a credit type.',
  tags: ['Subscriptions'],
  allow: ['operator', 'admin', 'buyer'],
  params: AccountPath,
  body: Body,
  example: {
    params: { account: 'team_acme' },
    body: { plan: 'team', ...examples.terms, expected_amount: '28.50' },
  },
  success: {
    status: 201,
    also: [202],
    schema: BilledWire,
    example: { subscription: examples.subscription, purchase: examples.bill },
  },
  refusals: [
    'account_not_found',
    'member_not_found',
    'plan_not_found',
    'plan_not_offered',
    'amount_too_small',
    'seats_out_of_range',
    'subscription_exists',
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
    const { account } = call.params
    if (call.body.collection === 'send_invoice' && call.caller.role === 'buyer')
      return forbid('Paying by invoice is for the seller to grant; a buyer subscribes with a card.')
    const once = call.onceRequest(account)
    // What the same call began before is gone on with, whoever is a member by now.
    const before = await subscribedUnder(call.buying, { account, once }, call.now)
    const subscribed = before ?? (await begin(call, once))
    if (isAnyRefusal(subscribed)) return subscribed
    const { subscription, purchase } = subscribed
    call.replayed = subscribed.replayed
    if (subscription.status === 'incomplete') call.status = 202
    else {
      const refusal = purchase && whyNot(purchase)
      if (refusal) return refusal
    }
    return billedWire(call.store.registry, subscription, purchase, call.now)
  },
})

type Begun = Call<{ account: string }, unknown, Static<typeof Body>>

async function begin(
  call: Pick<Begun, 'params' | 'body' | 'caller' | 'store' | 'buying' | 'now'>,
  once: OnceRequest | null,
): Promise<Subscribed | AnyRefusal> {
  const { plan: planId, seats, credits_per_seat, interval = 'month' } = call.body
  const { collection = 'charge_automatically', expected_amount } = call.body
  const plan = await call.store.registry.plan(planId)
  if (!plan) return noPlan(planId)
  const expected_minor = expectedMinor(expected_amount, plan.currency)
  if (isAnyRefusal(expected_minor)) return expected_minor
  const member = await subscriberOf(call, call.body.member ?? null)
  if (isAnyRefusal(member)) return member
  return subscribe(
    call.buying,
    {
      account: call.params.account,
      member,
      dialect: 'native',
      plan: plan.id,
      terms: { seats, credits_micro: credits_per_seat, interval },
      collection,
      paying: payingOf(call.body),
      expected_minor,
      once,
    },
    call.now,
  )
}

/** Who subscribes. A key that is bound to a member stands for that member and for nobody else. */
async function subscriberOf(
  { caller, store, params: { account } }: Pick<Call<{ account: string }>, 'caller' | 'store' | 'params'>,
  named: string | null,
): Promise<string | null | AnyRefusal> {
  const own = caller.member
  if (own !== null && named !== null && named !== own)
    return forbid(`This key is bound to the member ${own} and can not subscribe for another.`)
  if (named === null) return own
  const member = await store.registry.member(account, named)
  return member && member.status !== 'removed' ? named : noMember(account, named)
}
