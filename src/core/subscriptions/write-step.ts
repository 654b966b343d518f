import type { Instant } from '../instant.ts'
import type { Registry } from '../ports.ts'
import { beginnings } from '../purchases/buy.ts'
import type { Buying } from '../purchases/buying.ts'
import type { Purchase } from '../purchases/purchase.ts'
import { isRefusal, orRefuse } from '../refusal.ts'
import { Unavailable } from '../unavailable.ts'
import { writeGiveBack } from './give-back.ts'
import type { Allotment } from './seat.ts'
import type { Subscription } from './subscription.ts'
import type { Taken } from './take-step.ts'

/** What the step was decided on has changed since it was read: the subscription, or who is a member. */
class Overtaken extends Error {}

/** What a step has made of a subscription, and what it left to the ledger. */
export interface Written {
  readonly subscription: Subscription
  readonly allotment: Allotment | null
}

/** Writes a step, and a bill with it, unless somebody else was faster: then nothing is written, and it is null. */
export async function writeStep(
  buying: Buying,
  taken: Taken,
  bill: Purchase | null,
  now: Instant,
): Promise<Written | null> {
  const { store } = buying
  const write = (registry: Registry) => stepWithin(buying, registry, taken, bill, now)
  try {
    // Where nobody's seat changes hands it is one statement, which is a transaction by itself.
    if (taken.reseats === false && !taken.gives_back) return await write(store.registry)
    const { answer } = await store.once(null, now, write)
    return orRefuse(answer)
  } catch (error) {
    if (error instanceof Overtaken) return null
    throw error
  }
}

/** The same within a transaction that does more. Throws where somebody else was faster. */
export async function stepWithin(
  { ids }: Pick<Buying, 'ids'>,
  registry: Registry,
  { subscription, dealt, event, reseats = true, gives_back }: Taken,
  bill: Purchase | null,
  now: Instant,
): Promise<Written> {
  const { account, id, credit_type, version } = subscription
  const changed = { ...subscription, updated_at: now }
  const allotment: Allotment | null =
    dealt.deals.length === 0
      ? null
      : { account, id: ids.mint('alt', now), subscription: id, credit_type, deals: dealt.deals, at: now }
  const step = {
    subscription: changed,
    event: { account, subscription: id, version: version + 1, at: now, ...event },
    bill: bill && { purchase: bill, transitions: beginnings(bill) },
    seats: reseats ? [] : dealt.seats,
    allotment,
  }
  if (!(await registry.writeStep(step))) throw new Overtaken()
  if (reseats) {
    // Who was removed since it was decided has given up no seat by that, and nobody would take it back any more.
    if (await registry.givesToRemoved(account, dealt.seats)) throw new Overtaken()
    await registry.putSeats(dealt.seats)
    await registry.restateDraws(account)
  }
  if (gives_back) await writeGiveBack(registry, account, gives_back, now)
  return { subscription: { ...changed, version: version + 1 }, allotment }
}

const MOST_TRIES = 16
const LONGEST_PAUSE_MS = 2_000

/**
 * Runs what reads a subscription and writes a step of it, anew where somebody else was faster. Between one try and the
 * next it waits at random, longer each time and the longer its work takes, so that those who met don't all meet again.
 */
export async function againIfOvertaken<A>(work: () => Promise<A>): Promise<A> {
  for (let tries = 1; ; tries += 1) {
    const begun = performance.now()
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error
      if (tries === MOST_TRIES)
        throw new Unavailable('The subscription is being changed by many others just now.', 1, {
          cause: error,
        })
    }
    const longest_ms = Math.min((performance.now() - begun) * 2 ** tries, LONGEST_PAUSE_MS)
    await new Promise((resolve) => setTimeout(resolve, Math.random() * longest_ms))
  }
}

/** Has the ledger do what steps left to it. */
export async function finishAllotments(
  buying: Buying,
  account: string,
  subscription: string,
  now: Instant,
): Promise<void> {
  await finish(buying, await buying.store.registry.openAllotments(account, subscription), now)
}

export async function finish({ store }: Buying, open: readonly Allotment[], now: Instant): Promise<void> {
  for (const { account, id, credit_type, deals, at } of open) {
    const command = { account, credit_type, allotment: id, deals } as const
    const { answer } = await store.ledger.submit({ kind: 'allot', ...command }, Math.max(now, at))
    if (isRefusal(answer)) throw new Error(`the allotment ${id} was refused: ${answer.detail}`)
  }
}
