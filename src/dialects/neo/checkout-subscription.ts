import Type from 'typebox'
import type { OnceRequest } from '../../core/ports.ts'
import { paymentMethods } from '../../core/purchases/payment-methods.ts'
import { checkRedirects } from '../../core/purchases/redirect-urls.ts'
import { isRefusal, type Refusal, refuse } from '../../core/refusal.ts'
import type { Extent, Plan } from '../../core/subscriptions/plan.ts'
import {
  previewOfStart,
  type Subscribed,
  subscribe,
  subscribedUnder,
} from '../../core/subscriptions/subscribe.ts'
import type { Call } from '../../http/call.ts'
import { isAnyRefusal } from '../../http/refusals.ts'
import { route } from '../../http/route.ts'
import { type Actor, actorOf, adminOf, everybody } from './actor.ts'
import { CheckoutWire, checkoutWire, estimateWire } from './convert-checkout.ts'
import { cardsWire } from './convert-payment-method.ts'
import { NEO } from './credit-type.ts'
import * as examples from './examples-subscription.ts'
import { redirects, terms, textOrNull } from './fields.ts'

export default route({
  method: 'POST',
  path: '/api/v1/billing/subscription/checkout',
  id: 'neo_checkout_subscription',
  summary: 'Estimate or begin a subscription',
  description:
    '`estimate` changes nothing. `checkout` charges the saved card for the first period at once, and without one ' +
    'answers a hosted page, which saves the card that it is paid with. The calendar begins when the bill is paid. ' +
    'While a bill waits to be paid, the same call goes on with it, and another size takes its place.',
  tags: ['Neo subscriptions'],
  allow: everybody,
  body: Type.Object({ action: Type.Enum(['estimate', 'checkout']), ...terms, ...redirects }),
  example: { body: { action: 'checkout', seats: 3, credits_per_user: 250, interval: 'month' } },
  success: { schema: CheckoutWire, example: examples.checkout },
  refusals: [
    'plan_not_offered',
    'seats_out_of_range',
    'subscription_exists',
    'amount_too_small',
    'redirect_not_allowed',
    'card_declined',
    'authentication_required',
    'payment_refused',
    'payment_pending',
    'idempotency_key_reused',
  ],
  idempotent: true,
  async handler(call) {
    const { action, seats, credits_per_user, interval } = call.body
    const isEstimate = action === 'estimate'
    const actor = isEstimate ? await actorOf(call) : await adminOf(call, 'subscribe')
    if (isAnyRefusal(actor)) return actor
    const wanted = {
      terms: { seats, credits_micro: credits_per_user, interval },
      success_url: textOrNull(call.body.redirect_success_url),
      cancel_url: textOrNull(call.body.redirect_cancel_url),
    }
    return isEstimate ? estimate(call, actor, wanted) : checkout(call, actor, wanted)
  },
})

interface Wanted {
  readonly terms: Extent
  readonly success_url: string | null
  readonly cancel_url: string | null
}

const sold = async (call: Call): Promise<Plan | Refusal> =>
  (await call.store.registry.planFor(NEO, 'seats')) ??
  refuse('plan_not_offered', `No subscription is sold here: the seller has no plan of seats for ${NEO}.`)

async function estimate(call: Call, { account }: Actor, wanted: Wanted) {
  const plan = await sold(call)
  if (isRefusal(plan)) return plan
  const stray = checkRedirects(call.buying.redirects, [wanted.success_url, wanted.cancel_url])
  if (stray) return stray
  const { payments, store } = call.buying
  const wish = { account: account.id, plan: plan.id, terms: wanted.terms }
  const preview = await previewOfStart(store.registry, payments, wish, call.now)
  if (isRefusal(preview)) return preview
  return { ...estimateWire(preview), ...cardsWire(await paymentMethods(call.buying, account.id)) }
}

async function checkout(call: Call, actor: Actor, wanted: Wanted) {
  const about = { account: actor.account.id, once: call.onceRequest(actor.account.id) }
  // What the same call began before is gone on with, whatever is sold by now.
  const subscribed =
    (await subscribedUnder(call.buying, about, call.now)) ?? (await begin(call, actor, wanted, about.once))
  if (isRefusal(subscribed)) return subscribed
  const { preview, subscription, purchase, replayed } = subscribed
  call.replayed = replayed
  return checkoutWire(preview, subscription, purchase)
}

async function begin(
  call: Call,
  { account, member }: Actor,
  { terms, success_url, cancel_url }: Wanted,
  once: OnceRequest | null,
): Promise<Subscribed | Refusal> {
  const plan = await sold(call)
  if (isRefusal(plan)) return plan
  return subscribe(
    call.buying,
    {
      account: account.id,
      member: member?.id ?? null,
      dialect: 'neo',
      plan: plan.id,
      terms,
      collection: 'charge_automatically',
      paying: { payment_method: null, by_page: true, success_url, cancel_url, source: null },
      expected_minor: null,
      once,
    },
    call.now,
  )
}
