import { noAccount } from '../accounts/not-found.ts'
import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Minor } from '../money.ts'
import { begunUnder } from '../once-begun.ts'
import type { OnceRequest, Registry } from '../ports.ts'
import { beginnings } from '../purchases/buy.ts'
import type { Buying } from '../purchases/buying.ts'
import { driven } from '../purchases/drive.ts'
import type { Payments } from '../purchases/payments.ts'
import type { Purchase } from '../purchases/purchase.ts'
import { checkRedirects } from '../purchases/redirect-urls.ts'
import { orRefused } from '../purchases/why-not.ts'
import { isRefusal, orRefuse, type Refusal, Refused, refuse } from '../refusal.ts'
import { advance } from './advance.ts'
import { billPurchase, type Payer, type Paying, payerOf } from './bill.ts'
import { monthsOf } from './calendar.ts'
import { candidates } from './candidates.ts'
import { checkAmount } from './check-amount.ts'
import { checkPrice } from './check-price.ts'
import { checkStart } from './check-start.ts'
import { givesWay, liveOne } from './live-one.ts'
import { bonusFor, newSubscription } from './new-subscription.ts'
import { noPlan } from './not-found.ts'
import type { Plan, Terms } from './plan.ts'
import { type Preview, previewStart } from './preview.ts'
import type { Collection, Subscription } from './subscription.ts'
import { start, type Taken } from './take-step.ts'
import { stepWithin } from './write-step.ts'

export interface SubscribeRequest {
  readonly account: string
  readonly member: string | null
  readonly dialect: string
  readonly plan: string
  readonly terms: Terms
  readonly collection: Collection
  readonly paying: Paying
  /** What the caller was told that it costs; another amount by now is refused. Null: whatever it costs. */
  readonly expected_minor: Minor | null
  readonly once: OnceRequest | null
}

/** A subscription, and what is being paid for it. */
export interface Subscribed {
  readonly subscription: Subscription
  /** Null where nothing was to be paid. */
  readonly purchase: Purchase | null
  readonly preview: Preview
  readonly replayed: boolean
}

interface Kept {
  readonly subscription: string
  readonly purchase: string | null
}

/**
 * Begins a subscription: it is written down with its first bill before any money moves, and is in force once that is
 * paid. One that still waits for that makes way for another wish of its buyer.
 */
export async function subscribe(
  buying: Buying,
  request: SubscribeRequest,
  now: Instant,
): Promise<Subscribed | Refusal> {
  const { registry } = buying.store
  const plan = await registry.plan(request.plan)
  if (!plan) return noPlan(request.plan)
  const bonus_micro = await bonusFor(registry, plan, request.account)
  const preview = previewStart(plan, request.terms, bonus_micro, now)
  if (isRefusal(preview)) return preview
  const kept = await begunUnder<Kept>(buying.store, request.once, now)
  if (isRefusal(kept)) return kept
  if (kept) return { ...(await become(buying, request, plan, kept, now)), replayed: true }
  const live = await liveOne(buying, request, plan, now)
  if (isRefusal(live)) return live
  if (live?.isSame) {
    // The key of a call that only finds what was begun has its one outcome, too.
    const found = { subscription: live.subscription.id, purchase: live.purchase?.id ?? null }
    const { answer } = await buying.store.once<Kept>(request.once, now, async () => found)
    if (isRefusal(answer)) return answer
    return { ...(await become(buying, request, plan, answer, now)), replayed: true }
  }
  // Whether it can begin at all is asked before what waits is given up for it.
  const start = await planStart(buying, request, plan, preview, bonus_micro, now)
  if (isRefusal(start)) return start
  const inTheWay = live && (await givesWay(buying, live, now))
  if (inTheWay) return inTheWay
  const begun = await begin(buying, request, plan, preview, start, now)
  if (isRefusal(begun)) return begun
  return { ...(await become(buying, request, plan, begun, now)), replayed: false }
}

/** What subscribing would cost and bring, or why it can't be done. Changes nothing. */
export async function previewOfStart(
  registry: Pick<Registry, 'account' | 'plan' | 'hasHadSubscription'>,
  payments: Pick<Payments, 'least' | 'most'>,
  { account: id, plan: planId, terms }: Pick<SubscribeRequest, 'account' | 'plan' | 'terms'>,
  now: Instant,
): Promise<Preview | Refusal> {
  const [account, plan] = await Promise.all([registry.account(id), registry.plan(planId)])
  if (!account) return noAccount(id)
  if (!plan) return noPlan(planId)
  const unfit = checkStart(plan, account, terms)
  if (unfit) return unfit
  const preview = previewStart(plan, terms, await bonusFor(registry, plan, id), now)
  return isRefusal(preview) ? preview : (checkPrice(preview, account, payments) ?? preview)
}

/** What has become of it by now. A bill of which nobody knows whether it was paid is gone on with. */
async function become(
  buying: Buying,
  { account, terms }: SubscribeRequest,
  plan: Plan,
  kept: Kept,
  now: Instant,
): Promise<Omit<Subscribed, 'replayed'>> {
  const { registry } = buying.store
  const written = kept.purchase === null ? null : await registry.purchase(account, kept.purchase)
  const purchase = written && (await driven(buying, written, 'subscribe', now))
  const subscription = await advance(buying, account, kept.subscription, now)
  if (isRefusal(subscription)) throw new Refused(subscription)
  // With the bonus that it was begun with, which another one would not have.
  const preview = orRefuse(previewStart(plan, terms, subscription.bonus_micro, now))
  return { subscription, purchase, preview }
}

/** A start that nothing stands in the way of, and who pays it; null where nothing is to be paid. */
interface Start {
  readonly planned: Subscription
  readonly payer: Payer | null
}

async function planStart(
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

async function begin(
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
    return { subscription: planned.id, purchase: purchase?.id ?? null }
  })
  return answer
}

/** What the months of the first period bring after the first one. */
const laterCredits = ({ seats, credits_micro, interval }: Terms): Micro =>
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
