import { type GoOn, toTheEnd } from '../go-on.ts'
import type { Instant } from '../instant.ts'
import { billKindOf, mayWait } from '../subscriptions/may-wait.ts'
import type { Buying } from './buying.ts'
import { drive } from './drive.ts'
import { driveRefund } from './drive-refund.ts'
import { noFacts } from './facts.ts'
import { lookAgain } from './look-again.ts'
import { isUnknown, PAGE_ENDS_MS, type Purchase } from './purchase.ts'
import { settle } from './settle-purchase.ts'
import { orderOf, sideOf } from './side.ts'

const AT_ONCE = 20

/** From then on nobody charges a card any more for a purchase that its buyer has long given up. */
const ABANDONED_MS = 15 * 60_000

/** A call that asked for a refund is still waiting for it. */
const REFUND_MS = 20_000

/**
 * Looks after purchases and refunds that nobody tells of: goes on with what was cut off, looks at what waits, and gives
 * up what waited too long. Answers how many it looked at; throws at the end where some of it failed.
 */
export async function checkPayments(buying: Buying, now: Instant, goOn: GoOn = toTheEnd): Promise<number> {
  const { registry } = buying.store
  const refunds = await registry.openRefunds(now - REFUND_MS, AT_ONCE)
  // Those that fail say nothing of the purchases: what Stripe lets nobody refund it still tells of.
  const unrefunded = await failuresOf(
    refunds.map(({ refund, ahead_ms }) => driveRefund(buying, refund, 'check', now + ahead_ms)),
  )
  let checked = refunds.length
  const unchecked: unknown[] = []
  // Where this many fail, nobody answers, and the rest can wait as well.
  while (unchecked.length < AT_ONCE && (await goOn())) {
    const due = await registry.dueChecks(now, AT_ONCE)
    const checks = due.map(({ purchase, ahead_ms }) => check(buying, purchase, now + ahead_ms))
    unchecked.push(...(await failuresOf(checks)))
    checked += due.length
    if (due.length < AT_ONCE) break
  }
  const failures = [...unrefunded, ...unchecked]
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} payments could not be checked`)
  return checked
}

async function failuresOf(work: readonly Promise<unknown>[]): Promise<unknown[]> {
  const done = await Promise.allSettled(work)
  return done.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
}

/** One that fails makes way for the others, and comes again in its turn. */
async function check(buying: Buying, purchase: Purchase, now: Instant): Promise<void> {
  try {
    await checkOne(buying, purchase, now)
  } catch (error) {
    await settle(buying, purchase, noFacts(purchase.facts.asked_at), 'check', now)
    throw error
  }
}

const subscriptionOf = ({ store: { registry } }: Buying, { account, subscription }: Purchase) =>
  subscription === null ? null : registry.subscription(account, subscription)

async function checkOne(buying: Buying, purchase: Purchase, now: Instant): Promise<void> {
  const age_ms = now - purchase.created_at
  const unknown = isUnknown(purchase)
  const subscription = await subscriptionOf(buying, purchase)
  // Nobody has given a renewal up by waiting.
  const isWanted = age_ms < ABANDONED_MS || billKindOf(subscription, purchase) === 'renewal'
  if (unknown && isWanted) return void (await drive(buying, purchase, 'check', now))
  const seen = await lookAgain(buying, purchase, 'check', now)
  const waits =
    seen.facts.payment === 'none' || seen.facts.payment === 'open' || seen.facts.payment === 'action'
  if (!waits || age_ms < (unknown ? ABANDONED_MS : PAGE_ENDS_MS)) return
  if (!isUnknown(seen) && mayWait(subscription, seen, now)) return
  const facts = await sideOf(buying, seen, now).abandon(await orderOf(buying, seen))
  await settle(buying, seen, facts, 'abandoned', now)
}
