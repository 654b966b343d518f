import { type GoOn, toTheEnd } from '../go-on.ts'
import type { Instant } from '../instant.ts'
import type { Buying } from '../purchases/buying.ts'
import { advance } from './advance.ts'
import type { Due } from './records.ts'

/** How many are brought on at the same time: most of it is waiting for whoever moves the money. */
const AT_ONCE = 16
/** How many are found at a time. */
const PORTION = 256
/** One that fails makes way for the others, and comes again in its turn. */
const AGAIN_MS = 60_000
/** Where this many fail, nobody answers, and the rest can wait as well. */
const MOST_FAILURES = 32

/**
 * Brings on every subscription in which something is to be done: renewals, monthly credits, attempts to charge again,
 * ends. Answers how many there were; throws at the end where some of it failed.
 */
export async function advanceDue(buying: Buying, now: () => Instant, goOn: GoOn = toTheEnd): Promise<number> {
  const failures: unknown[] = []
  let advanced = 0
  let goes_on = true
  while (goes_on && failures.length < MOST_FAILURES) {
    const due = await buying.store.registry.dueSubscriptions(now(), PORTION)
    // One for all workers, so that those go first that have waited longest.
    const waiting = due.values()
    const workers = Array.from({ length: AT_ONCE }, async () => {
      for (const one of waiting) {
        if (failures.length >= MOST_FAILURES) break
        goes_on &&= await goOn()
        if (!goes_on) break
        advanced += 1
        await advanceOne(buying, one, now).catch((error: unknown) => failures.push(error))
      }
    })
    await Promise.all(workers)
    if (due.length < PORTION) break
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} subscriptions could not be brought on`)
  return advanced
}

async function advanceOne(buying: Buying, { account, id, ahead_ms }: Due, now: () => Instant): Promise<void> {
  try {
    await advance(buying, account, id, now() + ahead_ms)
  } catch (error) {
    const { registry } = buying.store
    const subscription = await registry.subscription(account, id)
    if (subscription)
      await registry.changeSubscription({ ...subscription, due_at: now() + ahead_ms + AGAIN_MS })
    throw error
  }
}
