import { noAccount } from '../accounts/not-found.ts'
import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import { beginnings } from '../purchases/buy.ts'
import type { Buying } from '../purchases/buying.ts'
import { checkRedirects } from '../purchases/redirect-urls.ts'
import { orRefused } from '../purchases/why-not.ts'
import { isRefusal, type Refusal, Refused, refuse } from '../refusal.ts'
import { billPurchase, type Payer, payerOf } from './bill.ts'
import { monthsOf } from './calendar.ts'
import { candidates } from './candidates.ts'
import { checkAmount } from './check-amount.ts'
import { checkPrice } from './check-price.ts'
import { checkStart } from './check-start.ts'
import { newSubscription } from './new-subscription.ts'
import type { Extent, Plan } from './plan.ts'
import type { Preview } from './preview.ts'
import type { SubscribeRequest } from './subscribe.ts'
import type { Subscription } from './subscription.ts'
import { start, type Taken } from './take-step.ts'
import { stepWithin } from './write-step.ts'

/**
 * What a call is known by under its caller's key. The preview is that of its own day and plan, whatever came since; what
 * was kept before previews were has none.
 */
export interface Kept {
  readonly subscription: string
  readonly purchase: string | null
  readonly preview?: Preview
}

/** A start that nothing stands in the way of, and who pays it; null where nothing is to be paid. */
export interface Start {
  readonly planned: Subscription
  readonly payer: Payer | null
}

/** Whether it can begin, and who would pay for it. Writes nothing. */
export async function planStart(
  buying: Buying,
  request: SubscribeRequest,
  plan: Plan,
  preview: Preview,
  bonus_micro: Micro,
  now: Instant,
): Promise<Start | Refusal> {
  const { paying } = request
  const account = await buying.store.registry.account(request.account)
  if (!account) return noAccount(request.account)
  const unfit =
    checkStart(plan, account, request.terms) ??
    checkPrice(preview, account, buying.payments) ??
    checkAmount(preview, request.expected_minor) ??
    checkRedirects(buying.redirects, [paying.success_url, paying.cancel_url])
  if (unfit) return unfit
  const planned = newSubscription(buying, account, plan, request, bonus_micro, now)
  if (preview.due_minor === 0n) return { planned, payer: null }
  const payer = await payerOf(buying, account, planned, paying, now).catch(orRefused)
  return isRefusal(payer) ? payer : { planned, payer }
}

/** Writes it down with its first bill; what costs nothing begins with that. */
export async function begin(
  buying: Buying,
  { account, once, paying }: SubscribeRequest,
  plan: Plan,
  preview: Preview,
  { planned, payer }: Start,
  now: Instant,
): Promise<Kept | Refusal> {
  const billed = {
    plan,
    due_minor: preview.due_minor,
    credits_micro: preview.credits_micro + laterCredits(planned.terms),
    lines: preview.lines,
    description: preview.lines[0]?.text ?? plan.name,
  }
  const purchase = payer && billPurchase(buying, planned, payer, billed, paying, now)
  const subscription: Subscription = purchase
    ? {
        ...planned,
        bill: {
          purchase: purchase.id,
          kind: 'start',
          terms: planned.terms,
          from_month: 0,
          month: 0,
          share: preview.share,
          made_at: now,
        },
      }
    : planned
  const free = payer ? null : await startedFree(buying, subscription, now)
  const { answer } = await buying.store.once<Kept>(once, now, async (registry) => {
    if (!(await registry.insertSubscription(subscription)))
      throw new Refused(refuse('subscription_exists', `The account ${account} has a subscription already.`))
    if (purchase) await registry.insertPurchase(purchase, beginnings(purchase))
    await registry.insertSubscriptionEvent(
      {
        account,
        subscription: planned.id,
        version: 1,
        kind: 'created',
        detail: { plan: plan.id, seats: planned.terms.seats },
        at: now,
      },
      subscription,
    )
    // In the same transaction, or whoever comes between would find a subscription that was never paid.
    if (free) await stepWithin(buying, registry, free, null, now)
    return { subscription: planned.id, purchase: purchase?.id ?? null, preview }
  })
  return answer
}

/** What the months of the first period bring after the first one. */
const laterCredits = ({ seats, credits_micro, interval }: Extent): Micro =>
  BigInt(seats * (monthsOf(interval) - 1)) * credits_micro

/** What costs nothing is in force at once. */
async function startedFree(buying: Buying, subscription: Subscription, now: Instant): Promise<Taken> {
  const { ids, store } = buying
  const footing = {
    subscription,
    seats: [],
    candidates: await candidates(store.registry, subscription),
    ids,
    now,
  }
  const { terms } = subscription
  const bill = {
    purchase: '',
    kind: 'start',
    terms,
    from_month: 0,
    month: 0,
    share: { left: 1, whole: 1 },
    made_at: now,
  } as const
  return start(footing, bill)
}
