import type { Account } from '../../core/accounts/account.ts'
import type { Micro } from '../../core/credits.ts'
import { begunUnder } from '../../core/once-begun.ts'
import type { Registry } from '../../core/ports.ts'
import { whyNot } from '../../core/purchases/why-not.ts'
import { isRefusal, type Refusal, refuse } from '../../core/refusal.ts'
import { changeTerms } from '../../core/subscriptions/change.ts'
import type { Plan } from '../../core/subscriptions/plan.ts'
import { subscribe } from '../../core/subscriptions/subscribe.ts'
import type { Subscription } from '../../core/subscriptions/subscription.ts'
import type { Call } from '../../http/call.ts'
import { statusOf } from './convert-purchase.ts'
import { type Recurring, subscriptionAnswer } from './convert-subscription.ts'
import type { CreditTypeName } from './credit-types.ts'
import type { BuyAnswerWire } from './purchase-intent.ts'

/** A credit type that a team has, or can have, as a quantity a month. */
export interface Quantities {
  /** The one that has not ended. */
  readonly present: Subscription | null
  /** What is sold to those who have none. */
  readonly plan: Plan | null
}

/** Null where the credit type is sold once at a time, as others are. */
export async function quantitiesOf(
  registry: Pick<Registry, 'planFor' | 'subscriptionTo'>,
  { id }: Account,
  credit_type: string,
): Promise<Quantities | null> {
  const [plan, known] = await Promise.all([
    registry.planFor(credit_type, 'quantity'),
    registry.subscriptionTo(id, credit_type),
  ])
  const present = known && known.status !== 'canceled' ? known : null
  return plan || present?.gives_to === 'quantity' ? { present, plan } : null
}

export interface QuantityWish {
  readonly team: Account
  readonly creditType: CreditTypeName
  readonly amount_micro: Micro
  readonly source: string
}

/** Subscribes to the quantity, or makes it that of the subscription there is. */
export async function buyQuantity(
  call: Call,
  quantities: Quantities,
  wish: QuantityWish,
): Promise<BuyAnswerWire | Refusal> {
  const done = await subscribeOrChange(call, quantities, wish)
  if (isRefusal(done)) return done
  const failure = done.purchase && statusOf(done.purchase) === 'failed' ? whyNot(done.purchase) : null
  return failure ?? subscriptionAnswer({ ...done, creditType: wish.creditType })
}

async function subscribeOrChange(
  call: Call,
  { present, plan }: Quantities,
  { team, creditType, amount_micro, source }: QuantityWish,
): Promise<Omit<Recurring, 'creditType'> | Refusal> {
  const once = call.onceRequest(team.id)
  const paying = {
    payment_method: null,
    by_page: team.hosted_checkout,
    success_url: null,
    cancel_url: null,
    source,
  }
  const begun = await begunUnder<{ readonly subscription?: string }>(call.store, once, call.now)
  if (isRefusal(begun)) return begun
  // What a call began, the same call goes on with, whatever it has become since.
  const begins = begun ? begun.subscription !== undefined : !present || present.status === 'incomplete'
  if (begins) {
    if (!plan) return refuse('plan_not_offered', `No plan sells ${creditType} credits by the month any more.`)
    const terms = { seats: 1, credits_micro: amount_micro, interval: 'month' } as const
    const wanted = { account: team.id, member: call.caller.member, dialect: 'vercel', plan: plan.id, terms }
    const payment = { collection: 'charge_automatically', paying, expected_minor: null, once } as const
    const subscribed = await subscribe(call.buying, { ...wanted, ...payment }, call.now)
    if (!isRefusal(subscribed)) call.replayed = subscribed.replayed
    return subscribed
  }
  if (!present) return refuse('subscription_not_active', 'The subscription has ended. Buy it anew.')
  if (present.gives_to !== 'quantity')
    return refuse('subscription_exists', `The team has seats of ${creditType} credits: change those.`)
  const about = { account: team.id, subscription: present.id }
  // All that there is to say of a quantity, so that nothing else that waits comes with it.
  const terms = { ...present.terms, credits_micro: amount_micro }
  const wanted = { terms, demote: [], paying, expected_minor: null, once }
  const changed = await changeTerms(call.buying, { ...about, ...wanted }, call.now)
  if (!isRefusal(changed)) call.replayed = changed.replayed
  return changed
}
