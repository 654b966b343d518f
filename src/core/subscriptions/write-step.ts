import type { Instant } from '../instant.ts'
import type { Registry } from '../ports.ts'
import { beginnings } from '../purchases/buy.ts'
import type { Buying } from '../purchases/buying.ts'
import type { Purchase } from '../purchases/purchase.ts'
import { isRefusal } from '../refusal.ts'
import { Unavailable } from '../unavailable.ts'
import { writeGiveBack } from './give-back.ts'
import type { Taken } from './take-step.ts'

/** Somebody else changed the subscription since it was read. */
class Overtaken extends Error {}

/** Writes a step, and a bill with it, unless somebody else was faster: then nothing is written, and it is false. */
export async function writeStep(
  buying: Buying,
  taken: Taken,
  bill: Purchase | null,
  now: Instant,
): Promise<boolean> {
  try {
    await buying.store.once(null, now, (registry) => stepWithin(buying, registry, taken, bill, now))
    return true
  } catch (error) {
    if (error instanceof Overtaken) return false
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
): Promise<void> {
  const { account, id, credit_type, version } = subscription
  const changed = { ...subscription, updated_at: now }
  if (!(await registry.changeSubscription(changed))) throw new Overtaken()
  if (bill && (await registry.insertPurchase(bill, beginnings(bill))) !== 'inserted')
    throw new Error(`the bill ${bill.id} is there already`)
  if (dealt.seats.length > 0) await registry.putSeats(dealt.seats)
  if (dealt.deals.length > 0)
    await registry.insertAllotment({
      account,
      id: ids.mint('alt', now),
      subscription: id,
      credit_type,
      deals: dealt.deals,
      at: now,
    })
  await registry.insertSubscriptionEvent(
    { account, subscription: id, version: version + 1, at: now, ...event },
    { ...changed, version: version + 1 },
  )
  if (reseats) await registry.restateDraws(account)
  if (gives_back) await writeGiveBack({ ids }, registry, account, gives_back, now)
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
  { store }: Buying,
  account: string,
  subscription: string,
  now: Instant,
): Promise<void> {
  const open = await store.registry.openAllotments(account, subscription)
  for (const { id, credit_type, deals, at } of open) {
    const command = { account, credit_type, key: 'cmd_allot', fingerprint: '', allotment: id, deals } as const
    const { answer } = await store.ledger.submit({ kind: 'allot', ...command }, Math.max(now, at))
    if (isRefusal(answer)) throw new Error(`the allotment ${id} was refused: ${answer.detail}`)
  }
}
