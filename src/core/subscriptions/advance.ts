import type { Instant } from '../instant.ts'
import type { Buying } from '../purchases/buying.ts'
import { driven } from '../purchases/drive.ts'
import { isUnknown, type Purchase } from '../purchases/purchase.ts'
import { settleAlone } from '../purchases/settle-purchase.ts'
import { orderOf, sideOf } from '../purchases/side.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { billRenewal } from './bill-renewal.ts'
import { candidates } from './candidates.ts'
import { driveGiveBack } from './give-back.ts'
import { billOf, type Met, meet } from './meet.ts'
import { LOOK_MS, type Next, nextStep } from './next-step.ts'
import { owedOf } from './owed.ts'
import type { Subscription } from './subscription.ts'
import {
  cancel,
  change,
  changeLate,
  type Footing,
  grantMonth,
  renew,
  start,
  type Taken,
} from './take-step.ts'
import { clear, fail, wait } from './unpaid-step.ts'
import { finish, writeStep } from './write-step.ts'

/** More than any subscription needs at one moment: who takes more goes round in a circle. */
const MOST_STEPS = 50

/**
 * Takes a subscription as far as it can go by now, one step after another, and answers what it is then. Everybody who
 * may have news enters here: the call that subscribes, whoever settles a bill, the job, a new card. Each step is written
 * only upon what it was decided on, so any number of them may try at once.
 */
export const advance = async (
  buying: Buying,
  account: string,
  id: string,
  now: Instant,
): Promise<Subscription | Refusal> => advanceMet(buying, await meet(buying, account, id, now), now)

/** The same without making out the bill of a renewal that is due: nobody pays for what is about to be ended. */
export const advanceUnbilled = async (
  buying: Buying,
  account: string,
  id: string,
  now: Instant,
): Promise<Subscription | Refusal> => bringOn(buying, await meet(buying, account, id, now), now, true)

/** The same from where it was met just now. */
export const advanceMet = (
  buying: Buying,
  met: Met | Refusal,
  now: Instant,
): Promise<Subscription | Refusal> => bringOn(buying, met, now, false)

async function bringOn(
  buying: Buying,
  start: Met | Refusal,
  now: Instant,
  unbilled: boolean,
): Promise<Subscription | Refusal> {
  if (isRefusal(start)) return start
  const { account, id } = start.subscription
  let met: Met | Refusal = start
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    if (isRefusal(met)) return met
    const { subscription, purchase }: Met = met
    const next = nextStep(subscription, purchase, await owedOf(buying.store.registry, subscription), now)
    if (next.step === 'rest') return rest(buying, subscription, next.due_at, now)
    if (next.step === 'bill_renewal' && unbilled) return subscription
    if (next.step === 'abandon') {
      // It can't be given up just now: it is being paid, or nobody answers.
      if (!(await isAbandoned(buying, account, next.purchase, now)))
        return rest(buying, subscription, now + LOOK_MS, now)
      met = await meet(buying, account, id, now)
      continue
    }
    const written = await take(buying, met, next, now)
    // What it was made nobody has to be asked for: whoever changes it once more makes the next step be decided anew.
    met = written
      ? { subscription: written, purchase: await billOf(buying, written, purchase) }
      : await meet(buying, account, id, now)
  }
  throw new Error(`the subscription ${id} of ${account} takes one step after another and comes to no rest`)
}

async function isAbandoned(buying: Buying, account: string, id: string, now: Instant): Promise<boolean> {
  const purchase = await buying.store.registry.purchase(account, id)
  if (!purchase) throw new Error(`the bill ${id} is not there`)
  const given = await abandon(buying, purchase, now)
  return given.state !== 'awaiting_checkout' && !isUnknown(given)
}

/** Nothing is to be done but to come again in time. */
async function rest(
  { store }: Buying,
  subscription: Subscription,
  due_at: Instant | null,
  now: Instant,
): Promise<Subscription> {
  const isTold = subscription.due_at === due_at
  // A moment that lies ahead is as good as another, unless it comes too late.
  const willCome =
    due_at !== null &&
    subscription.due_at !== null &&
    subscription.due_at > now &&
    subscription.due_at <= due_at
  if (isTold || willCome) return subscription
  const told = { ...subscription, due_at }
  return (await store.registry.changeSubscription(told))
    ? { ...told, version: told.version + 1 }
    : ((await store.registry.subscription(subscription.account, subscription.id)) ?? subscription)
}

/** Answers what the step made of it; null where somebody else was faster, or may have changed it since. */
async function take(
  buying: Buying,
  { subscription, purchase }: Met,
  next: Exclude<Next, { step: 'rest' | 'abandon' }>,
  now: Instant,
): Promise<Subscription | null> {
  const { registry } = buying.store
  const { account, id } = subscription
  const stand = async (): Promise<Footing> => {
    const seats = await registry.seats(account, id)
    const wanted = wantedSeats(next) > seats.length
    return {
      subscription,
      seats,
      candidates: wanted ? await candidates(registry, subscription) : [],
      ids: buying.ids,
      now,
    }
  }
  if (next.step !== 'bill_renewal') {
    const plain = taken(await stand(), next, purchase)
    const written = await writeStep(buying, plain, null, now)
    if (!written) return null
    if (written.allotment) await finish(buying, [written.allotment], now)
    if (plain.gives_back) await driveGiveBack(buying, account, plain.gives_back, now)
    return written.subscription
  }
  const billed = await billRenewal(buying, subscription, stand, next, now)
  const written = await writeStep(buying, billed.taken, billed.purchase, now)
  if (!written) return null
  if (written.allotment) await finish(buying, [written.allotment], now)
  if (!billed.purchase) return written.subscription
  await driven(buying, billed.purchase, 'renewal', now)
  return null
}

/** How many seats there are to be after the step; only new ones are looked for somebody to have them. */
function wantedSeats(next: Next): number {
  if ('terms' in next) return next.terms.seats
  return 'bill' in next ? next.bill.terms.seats : 0
}

type Plain = Exclude<Next, { step: 'rest' | 'abandon' | 'bill_renewal' }>

function taken(footing: Footing, next: Plain, purchase: Purchase | null): Taken {
  switch (next.step) {
    case 'start':
      return start(footing, next.bill)
    case 'renew':
      return renew(footing, next.bill)
    case 'change':
      return change(footing, next.bill)
    case 'change_late':
      return changeLate(footing, next.bill)
    case 'fail': {
      const code = purchase?.facts.failure?.code ?? purchase?.state ?? 'failed'
      // One that could not be sent has failed; one that was, and is owed no more, has expired.
      const isSent = purchase?.paying_by === 'invoice' && purchase.state === 'expired'
      const card = purchase?.payment_method ?? null
      return fail(footing, next.bill, { code, card, isSent, tried_at: next.bill.made_at })
    }
    case 'grant_month':
      return grantMonth(footing, next.month)
    case 'cancel':
      return cancel(footing, next.why)
    case 'await':
      return wait(footing, next)
    case 'clear':
      return clear(footing)
  }
}

/**
 * Sees to it that a bill can't be paid any more; whoever paid it in the last moment has paid it. One that somebody may
 * be charging just now is not closed under their hands, or it would be paid after all, for nothing: it is brought to
 * its outcome first, and stays as it is where there is none yet. What follows from it is its caller's to bring on.
 */
export async function abandon(buying: Buying, bill: Purchase, now: Instant): Promise<Purchase> {
  const purchase = await driven(buying, bill, 'abandon', now)
  if (purchase.state !== 'awaiting_checkout') return purchase
  const facts = await sideOf(buying, purchase, now).abandon(await orderOf(buying, purchase))
  const { settled } = await settleAlone(buying, purchase, facts, 'abandoned', now)
  return settled
}
