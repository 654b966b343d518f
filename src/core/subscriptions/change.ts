import type { Micro } from '../credits.ts'
import type { Instant } from '../instant.ts'
import type { Minor } from '../money.ts'
import { begunUnder } from '../once-begun.ts'
import type { Buying } from '../purchases/buying.ts'
import { driven } from '../purchases/drive.ts'
import { isUnknown, type Purchase } from '../purchases/purchase.ts'
import { checkRedirects } from '../purchases/redirect-urls.ts'
import { orRefused } from '../purchases/why-not.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { advance } from './advance.ts'
import { billPurchase, type Paying, payerOf } from './bill.ts'
import { candidates } from './candidates.ts'
import { type About, because } from './changing.ts'
import { checkAmount } from './check-amount.ts'
import { checkDemotions, demotedBy } from './check-demotions.ts'
import { NOTHING_DEALT } from './deal-seats.ts'
import { openChange } from './open-change.ts'
import { type Extent, inPlan } from './plan.ts'
import type { Preview } from './preview.ts'
import { type ChangeWish, type Met, meet, previewed } from './preview-of-change.ts'
import { sameTerms } from './price.ts'
import type { OpenBill, PendingChange, Subscription } from './subscription.ts'
import { change as changeNow, movedTo, type Taken } from './take-step.ts'
import { againIfOvertaken, stepWithin } from './write-step.ts'

export interface ChangeRequest extends About, ChangeWish {
  /** Members who give up their seat at the renewal, by id. A change that comes at once takes nobody's. */
  readonly demote: readonly string[]
  readonly paying: Paying
  readonly expected_minor: Minor | null
}

export interface ChangeAnswer {
  readonly subscription: Subscription
  readonly preview: Preview
  /** What charges it, where it costs something now. */
  readonly purchase: Purchase | null
  readonly replayed: boolean
}

/** What a change is known by under its caller's key. */
export interface KeptChange {
  readonly purchase: string | null
  readonly preview: Preview
}

/** Makes a larger subscription at once, for its share of the price, and anything else at the renewal. */
export async function changeTerms(
  buying: Buying,
  request: ChangeRequest,
  now: Instant,
): Promise<ChangeAnswer | Refusal> {
  const { account, subscription: id, once } = request
  const known = await begunUnder<KeptChange>(buying.store, once, now)
  if (isRefusal(known)) return known
  const done = known ?? (await againIfOvertaken(() => decideAndWrite(buying, request, now)))
  if (isRefusal(done)) return done
  const { registry } = buying.store
  const written = done.purchase === null ? null : await registry.purchase(account, done.purchase)
  const purchase = written && isUnknown(written) ? await driven(buying, written, 'change', now) : written
  const subscription = await advance(buying, account, id, now)
  if (isRefusal(subscription)) return subscription
  const terms = inPlan(subscription.terms.plan, done.preview.terms)
  return { subscription, preview: { ...done.preview, terms }, purchase, replayed: known !== null }
}

async function decideAndWrite(
  buying: Buying,
  request: ChangeRequest,
  now: Instant,
): Promise<KeptChange | Refusal> {
  const { paying, expected_minor } = request
  const met = await meet(buying, request, now)
  if (isRefusal(met)) return met
  const preview = previewed(buying, met, now)
  if (isRefusal(preview)) return preview
  const open = await openChange(buying, met.subscription, request, preview, now)
  if (open) return isRefusal(open) ? open : keep(buying, request, open, now)
  const unfit =
    checkAmount(preview, expected_minor) ??
    checkRedirects(buying.redirects, [paying.success_url, paying.cancel_url])
  if (unfit) return unfit
  if (preview.kind === 'none') return asItIs(buying, request, met, preview, now)
  if (preview.kind !== 'upgrade') return later(buying, request, met, preview, now)
  return preview.due_minor === 0n
    ? write(buying, request, await atOnce(buying, met, preview, now), null, preview, now)
    : charge(buying, request, met, preview, now)
}

/** Whoever asks for what there is wants it to stay so. */
function asItIs(
  buying: Buying,
  request: ChangeRequest,
  { subscription }: Met,
  preview: Preview,
  now: Instant,
): Promise<KeptChange | Refusal> {
  if (!subscription.pending) return keep(buying, request, { purchase: null, preview }, now)
  const taken: Taken = {
    subscription: { ...subscription, pending: null },
    dealt: NOTHING_DEALT,
    event: { kind: 'pending_cleared', detail: {} },
  }
  return write(buying, request, taken, null, preview, now)
}

async function later(
  buying: Buying,
  request: ChangeRequest,
  { subscription, seats }: Met,
  preview: Preview,
  now: Instant,
): Promise<KeptChange | Refusal> {
  const demote = demotedBy(subscription, seats, preview.terms.seats, request.demote)
  const unfit = checkDemotions(subscription, seats, preview.terms.seats, demote)
  if (unfit) return unfit
  const pending: PendingChange = { terms: preview.terms, demote }
  if (isSame(subscription.pending, pending)) return keep(buying, request, { purchase: null, preview }, now)
  const { seats: count, credits_micro, interval } = preview.terms
  const taken: Taken = {
    subscription: { ...subscription, pending },
    dealt: NOTHING_DEALT,
    event: {
      kind: 'change_pending',
      detail: {
        seats: count,
        credits_micro: credits_micro.toString(),
        interval,
        ...movedTo(subscription, preview),
      },
    },
  }
  return write(buying, request, taken, null, preview, now)
}

const isSame = (a: PendingChange | null, b: PendingChange): boolean =>
  a !== null && sameTerms(a.terms, b.terms) && a.demote.join() === b.demote.join()

const openFor = (
  { subscription, rest }: Met,
  preview: Preview,
  purchase: string,
  now: Instant,
): OpenBill => ({
  purchase,
  kind: 'change',
  terms: preview.terms,
  from_month: subscription.period_month,
  month: subscription.month,
  share: preview.share,
  made_at: now,
  ...(rest && { carries: rest.carries }),
})

async function atOnce(buying: Buying, met: Met, preview: Preview, now: Instant): Promise<Taken> {
  const { ids, store } = buying
  const { subscription, seats } = met
  const waiting = await candidates(store.registry, subscription)
  return changeNow({ subscription, seats, candidates: waiting, ids, now }, openFor(met, preview, '', now))
}

async function charge(
  buying: Buying,
  request: ChangeRequest,
  met: Met,
  preview: Preview,
  now: Instant,
): Promise<KeptChange | Refusal> {
  const { subscription, plan, account } = met
  const payer = await payerOf(buying, account, subscription, request.paying, now).catch(orRefused)
  if (isRefusal(payer)) return payer
  const credits_micro = preview.credits_micro + laterCredits(subscription, preview.terms)
  const billed = { ...preview, credits_micro, plan, description: preview.lines[0]?.text ?? plan.name }
  const purchase = billPurchase(buying, subscription, payer, billed, request.paying, now)
  const taken: Taken = {
    subscription: { ...subscription, bill: openFor(met, preview, purchase.id, now), due_at: now },
    dealt: NOTHING_DEALT,
    event: {
      kind: 'change_billed',
      detail: {
        purchase: purchase.id,
        amount_minor: preview.due_minor.toString(),
        ...movedTo(subscription, preview),
      },
    },
  }
  return write(buying, request, taken, purchase, preview, now)
}

/** What a change brings with the months of the period that are still to begin. */
function laterCredits({ terms, period_month, period_months, month }: Subscription, then: Extent): Micro {
  const monthly = (of: Extent): Micro => BigInt(of.seats) * of.credits_micro
  return BigInt(period_month + period_months - 1 - month) * (monthly(then) - monthly(terms))
}

async function write(
  buying: Buying,
  { once, reason }: ChangeRequest,
  taken: Taken,
  purchase: Purchase | null,
  preview: Preview,
  now: Instant,
): Promise<KeptChange | Refusal> {
  const { answer } = await buying.store.once<KeptChange>(once, now, async (registry) => {
    await stepWithin(buying, registry, because(taken, reason), purchase, now)
    return { purchase: purchase?.id ?? null, preview }
  })
  return answer
}

/** Where nothing is to be written, the key has its one outcome all the same. */
async function keep(
  buying: Buying,
  { once }: ChangeRequest,
  kept: KeptChange,
  now: Instant,
): Promise<KeptChange | Refusal> {
  return once ? (await buying.store.once<KeptChange>(once, now, async () => kept)).answer : kept
}
