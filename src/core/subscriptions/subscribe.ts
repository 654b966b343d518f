import { noAccount } from '../accounts/not-found.ts'
import type { Instant } from '../instant.ts'
import type { Minor } from '../money.ts'
import { begunUnder } from '../once-begun.ts'
import type { OnceRequest, Registry } from '../ports.ts'
import type { Buying } from '../purchases/buying.ts'
import { driven } from '../purchases/drive.ts'
import type { Payments } from '../purchases/payments.ts'
import type { Purchase } from '../purchases/purchase.ts'
import { isRefusal, orRefuse, type Refusal, Refused } from '../refusal.ts'
import { advance } from './advance.ts'
import { begin, type Kept, planStart } from './begin.ts'
import type { Paying } from './bill.ts'
import { checkPrice } from './check-price.ts'
import { checkStart } from './check-start.ts'
import { givesWay, liveOne } from './live-one.ts'
import { bonusFor } from './new-subscription.ts'
import { noPlan } from './not-found.ts'
import type { Extent } from './plan.ts'
import { type Preview, previewStart } from './preview.ts'
import type { Collection, Subscription } from './subscription.ts'
import { againIfOvertaken } from './write-step.ts'

export interface SubscribeRequest {
  readonly account: string
  readonly member: string | null
  readonly dialect: string
  readonly plan: string
  readonly terms: Extent
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

/**
 * Begins a subscription: it is written down with its first bill before any money moves, and is in force once that is
 * paid. One that still waits for that makes way for another wish of its buyer.
 */
export async function subscribe(
  buying: Buying,
  request: SubscribeRequest,
  now: Instant,
): Promise<Subscribed | Refusal> {
  const before = await subscribedUnder(buying, request, now)
  if (before) return before
  const { registry } = buying.store
  const plan = await registry.plan(request.plan)
  if (!plan) return noPlan(request.plan)
  const bonus_micro = await bonusFor(registry, plan, request.account)
  const preview = previewStart(plan, request.terms, bonus_micro, now)
  if (isRefusal(preview)) return preview
  const live = await liveOne(buying, request, plan, now)
  if (isRefusal(live)) return live
  if (live?.isSame) {
    // The key of a call that only finds what was begun has its one outcome, too.
    const found = { subscription: live.subscription.id, purchase: live.purchase?.id ?? null, preview }
    const { answer } = await buying.store.once<Kept>(request.once, now, async () => found)
    if (isRefusal(answer)) return answer
    return { ...(await become(buying, request, answer, now)), replayed: true }
  }
  // Whether it can begin at all is asked before what waits is given up for it.
  const start = await planStart(buying, request, plan, preview, bonus_micro, now)
  if (isRefusal(start)) return start
  const inTheWay = live && (await givesWay(buying, live, now))
  if (inTheWay) return inTheWay
  const begun = await againIfOvertaken(() => begin(buying, request, plan, preview, start, now))
  if (isRefusal(begun)) return begun
  return { ...(await become(buying, request, begun, now)), replayed: false }
}

/**
 * What the same call began before, and what has become of it; null where none did. It is asked first: what has been
 * charged is gone on with, though something else is sold by now, or nothing.
 */
export async function subscribedUnder(
  buying: Buying,
  request: Pick<SubscribeRequest, 'account' | 'once'>,
  now: Instant,
): Promise<Subscribed | Refusal | null> {
  const kept = await begunUnder<Kept>(buying.store, request.once, now)
  if (kept === null || isRefusal(kept)) return kept
  return { ...(await become(buying, request, kept, now)), replayed: true }
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
  { account }: Pick<SubscribeRequest, 'account'>,
  kept: Kept,
  now: Instant,
): Promise<Omit<Subscribed, 'replayed'>> {
  const { registry } = buying.store
  const written = kept.purchase === null ? null : await registry.purchase(account, kept.purchase)
  const purchase = written && (await driven(buying, written, 'subscribe', now))
  const subscription = await advance(buying, account, kept.subscription, now)
  if (isRefusal(subscription)) throw new Refused(subscription)
  return { subscription, purchase, preview: kept.preview ?? (await previewSince(registry, subscription)) }
}

/** What a start would have cost that was for what the subscription is now. */
async function previewSince(
  registry: Pick<Registry, 'plan'>,
  { terms, bonus_micro, created_at }: Subscription,
): Promise<Preview> {
  const plan = await registry.plan(terms.plan)
  return orRefuse(plan ? previewStart(plan, terms, bonus_micro, created_at) : noPlan(terms.plan))
}
