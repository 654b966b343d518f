import type { Account } from '../../core/accounts/account.ts'
import type { Micro } from '../../core/credits.ts'
import { begunUnder } from '../../core/once-begun.ts'
import { whyNot } from '../../core/purchases/why-not.ts'
import { isRefusal, type Refusal, refuse } from '../../core/refusal.ts'
import { changeTerms } from '../../core/subscriptions/change.ts'
import type { Plan } from '../../core/subscriptions/plan.ts'
import { presentOf } from '../../core/subscriptions/present.ts'
import { subscribe, subscribedUnder } from '../../core/subscriptions/subscribe.ts'
import type { Subscription } from '../../core/subscriptions/subscription.ts'
import type { Call } from '../../http/call.ts'
import { statusOf } from './convert-purchase.ts'
import { type Recurring, subscriptionAnswer } from './convert-subscription.ts'
import type { CreditTypeName } from './credit-types.ts'
import type { BuyAnswerWire } from './purchase-intent.ts'

/** A credit type that a team has, or can have, as a quantity a month. */
export interface Quantities {
  /** The one that has not ended, else the one that ended last. */
  readonly last: Subscription | null
  /** What is sold to those who have none. */
  readonly plan: Plan | null
}

/** What a call came to before, as it is kept under its key: what it began, or how it changed it. */
interface Begun {
  readonly subscription?: string
  readonly preview?: object
}

const begunBy = (call: Call, team: Account): Promise<Begun | Refusal | null> =>
  begunUnder<Begun>(call.store, call.onceRequest(team.id), call.now)

/** Null where the credit type is sold once at a time, as others are. */
export async function quantitiesOf(
  call: Call,
  team: Account,
  credit_type: string,
): Promise<Quantities | null> {
  const { registry } = call.store
  const [plan, last] = await Promise.all([
    registry.planFor(credit_type, 'quantity'),
    registry.subscriptionTo(team.id, credit_type),
  ])
  if (plan || (last?.gives_to === 'quantity' && last.status !== 'canceled')) return { last, plan }
  if (last?.gives_to !== 'quantity') return null
  // It has ended and is sold no more; the call that it came of may come again all the same.
  const begun = await begunBy(call, team)
  const isRecurring = begun !== null && ('preview' in begun || 'subscription' in begun)
  return isRecurring ? { last, plan } : null
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
  { last, plan }: Quantities,
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
  const begun = await begunBy(call, team)
  if (isRefusal(begun)) return begun
  // What a call began, the same call goes on with, whatever it has become since.
  const known =
    begun?.subscription === undefined
      ? null
      : await subscribedUnder(call.buying, { account: team.id, once }, call.now)
  if (known) {
    call.replayed = !isRefusal(known)
    return known
  }
  const present = begun || last?.status !== 'canceled' ? last : null
  if (!present || (!begun && present.status === 'incomplete')) {
    if (!plan) return refuse('plan_not_offered', `No plan sells ${creditType} credits by the month any more.`)
    if (plan.currency !== 'usd')
      return refuse('not_for_sale', `The plan ${plan.id} is not sold in US dollars.`)
    const terms = { seats: 1, credits_micro: amount_micro, interval: 'month' } as const
    const wanted = { account: team.id, member: call.caller.member, dialect: 'vercel', plan: plan.id, terms }
    const payment = { collection: 'charge_automatically', paying, expected_minor: null, once } as const
    const subscribed = await subscribe(call.buying, { ...wanted, ...payment }, call.now)
    if (!isRefusal(subscribed)) call.replayed = subscribed.replayed
    return subscribed
  }
  if (present.gives_to !== 'quantity')
    return refuse('subscription_exists', `The team has seats of ${creditType} credits: change those.`)
  const ends = begun ? null : await whyNotToKeep(call, present, amount_micro)
  if (ends) return ends
  const about = { account: team.id, subscription: present.id }
  // All that there is to say of a quantity, so that nothing else that waits comes with it; of which plan it is, is for
  // the seller to say.
  const { plan: _plan, ...extent } = present.terms
  const terms = { ...extent, credits_micro: amount_micro }
  const wanted = { terms, demote: [], paying, expected_minor: null, once }
  const changed = await changeTerms(call.buying, { ...about, ...wanted }, call.now)
  if (!isRefusal(changed)) call.replayed = changed.replayed
  return changed
}

/** Whoever buys what there is wants it to go on, and what ends with its period doesn't by that. */
async function whyNotToKeep(call: Call, known: Subscription, amount_micro: Micro): Promise<Refusal | null> {
  if (!known.cancel_at_period_end || known.terms.credits_micro !== amount_micro) return null
  const { id, status } = await presentOf(call.buying, known, call.now)
  return status === 'active'
    ? refuse('subscription_ends', `The subscription ${id} ends with its period. Have it go on first.`)
    : null
}
