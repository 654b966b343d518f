import type { Account } from '../accounts/account.ts'
import { noAccount } from '../accounts/not-found.ts'
import type { Instant } from '../instant.ts'
import type { Minor } from '../money.ts'
import { begunUnder } from '../once-begun.ts'
import type { Buying } from '../purchases/buying.ts'
import { driven } from '../purchases/drive.ts'
import { isUnknown, type Purchase } from '../purchases/purchase.ts'
import { checkRedirects } from '../purchases/redirect-urls.ts'
import { orRefused } from '../purchases/why-not.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { advance } from './advance.ts'
import { billPurchase, type Paying, payerOf } from './bill.ts'
import { candidates } from './candidates.ts'
import type { About } from './changing.ts'
import { checkAmount } from './check-amount.ts'
import { checkDemotions } from './check-demotions.ts'
import { NOTHING_DEALT } from './deal-seats.ts'
import { noPlan } from './not-found.ts'
import { openChange } from './open-change.ts'
import type { Plan, Terms } from './plan.ts'
import { chargeable, type Preview, previewChange } from './preview.ts'
import type { OpenBill, Subscription } from './subscription.ts'
import { change as changeNow, type Taken } from './take-step.ts'
import { againIfOvertaken, stepWithin } from './write-step.ts'

export interface ChangeRequest extends About {
  /** What is left out stays as it is. */
  readonly terms: Partial<Terms>
  /** Members who give up their seat at the renewal, by id. */
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
  return { subscription, preview: done.preview, purchase, replayed: known !== null }
}

/** What the request would do. Changes nothing but to bring the subscription to the present. */
export async function previewOf(
  buying: Buying,
  { account, subscription: id, terms }: Pick<ChangeRequest, 'account' | 'subscription' | 'terms'>,
  now: Instant,
): Promise<Preview | Refusal> {
  const met = await meet(buying, account, id, now)
  if (isRefusal(met)) return met
  return previewed(buying, met, terms, now)
}

/** What is left out stays as it is. What is to end has no renewal at which anything could change. */
function previewed(
  { payments }: Buying,
  { plan, subscription, account }: Met,
  terms: Partial<Terms>,
  now: Instant,
): Preview | Refusal {
  const preview = previewChange(plan, subscription, { ...subscription.terms, ...terms }, now)
  if (isRefusal(preview)) return preview
  if (subscription.cancel_at_period_end && !preview.immediate)
    return refuse(
      'subscription_ends',
      `The subscription ${subscription.id} ends with its period. Have it go on first, and change it then.`,
    )
  // Only who moves money has a least amount.
  return account.pays_with === 'commitment' ? preview : chargeable(preview, payments.least(plan.currency))
}

interface Met {
  readonly subscription: Subscription
  readonly plan: Plan
  readonly account: Account
}

async function meet(buying: Buying, account: string, id: string, now: Instant): Promise<Met | Refusal> {
  const subscription = await advance(buying, account, id, now)
  if (isRefusal(subscription)) return subscription
  if (subscription.status !== 'active')
    return refuse(
      'subscription_not_active',
      `The subscription ${id} is ${subscription.status}. ${whatFirst[subscription.status]}`,
    )
  const { registry } = buying.store
  const [plan, payer] = await Promise.all([registry.plan(subscription.plan), registry.account(account)])
  if (!payer) return noAccount(account)
  return plan ? { subscription, plan, account: payer } : noPlan(subscription.plan)
}

const whatFirst = {
  incomplete: 'Pay its first bill, or begin another.',
  past_due: 'Pay what is due first.',
  canceled: 'Begin a new one.',
} as const

async function decideAndWrite(
  buying: Buying,
  request: ChangeRequest,
  now: Instant,
): Promise<KeptChange | Refusal> {
  const { account, subscription: id, paying, expected_minor } = request
  const met = await meet(buying, account, id, now)
  if (isRefusal(met)) return met
  const preview = previewed(buying, met, request.terms, now)
  if (isRefusal(preview)) return preview
  const open = await openChange(buying, met.subscription, request, preview, now)
  if (open) return isRefusal(open) ? open : keep(buying, request, open, now)
  const unfit =
    checkAmount(preview, expected_minor) ??
    checkRedirects(buying.redirects, [paying.success_url, paying.cancel_url])
  if (unfit) return unfit
  if (preview.kind === 'none') return keep(buying, request, { purchase: null, preview }, now)
  if (preview.kind !== 'upgrade') return later(buying, request, met, preview, now)
  return preview.due_minor === 0n
    ? write(buying, request, await atOnce(buying, met, preview, now), null, preview, now)
    : charge(buying, request, met, preview, now)
}

async function later(
  buying: Buying,
  request: ChangeRequest,
  { subscription }: Met,
  preview: Preview,
  now: Instant,
): Promise<KeptChange | Refusal> {
  const { account, subscription: id, demote } = request
  const seats = await buying.store.registry.seats(account, id)
  const unfit = checkDemotions(subscription, seats, preview.terms.seats, demote)
  if (unfit) return unfit
  const { seats: count, credits_micro, interval } = preview.terms
  const taken: Taken = {
    subscription: { ...subscription, pending: { terms: preview.terms, demote } },
    dealt: NOTHING_DEALT,
    event: {
      kind: 'change_pending',
      detail: { seats: count, credits_micro: credits_micro.toString(), interval },
    },
  }
  return write(buying, request, taken, null, preview, now)
}

const openFor = ({ subscription }: Met, preview: Preview, purchase: string, now: Instant): OpenBill => ({
  purchase,
  kind: 'change',
  terms: preview.terms,
  from_month: subscription.period_month,
  month: subscription.month,
  share: preview.share,
  made_at: now,
})

async function atOnce(buying: Buying, met: Met, preview: Preview, now: Instant): Promise<Taken> {
  const { ids, store } = buying
  const { subscription } = met
  const seats = await store.registry.seats(subscription.account, subscription.id)
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
  const billed = { ...preview, plan, description: preview.lines[0]?.text ?? plan.name }
  const purchase = billPurchase(buying, subscription, payer, billed, request.paying, now)
  const taken: Taken = {
    subscription: { ...subscription, bill: openFor(met, preview, purchase.id, now), due_at: now },
    dealt: NOTHING_DEALT,
    event: {
      kind: 'change_billed',
      detail: { purchase: purchase.id, amount_minor: preview.due_minor.toString() },
    },
  }
  return write(buying, request, taken, purchase, preview, now)
}

async function write(
  buying: Buying,
  { once }: ChangeRequest,
  taken: Taken,
  purchase: Purchase | null,
  preview: Preview,
  now: Instant,
): Promise<KeptChange | Refusal> {
  const { answer } = await buying.store.once<KeptChange>(once, now, async (registry) => {
    await stepWithin(buying, registry, taken, purchase, now)
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
