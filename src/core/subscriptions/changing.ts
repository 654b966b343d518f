import type { Instant } from '../instant.ts'
import { begunUnder } from '../once-begun.ts'
import type { OnceRequest, Registry } from '../ports.ts'
import type { Buying } from '../purchases/buying.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { advance } from './advance.ts'
import type { Seat } from './seat.ts'
import type { Subscription } from './subscription.ts'
import type { Taken } from './take-step.ts'
import { againIfOvertaken, finishAllotments, stepWithin } from './write-step.ts'

/** Whose subscription a call is about, and under which key it comes. */
export interface About {
  readonly account: string
  readonly subscription: string
  readonly once: OnceRequest | null
  /** Why, where somebody says so: kept with what happened. */
  readonly reason?: string | null
}

export const because = (taken: Taken, reason: string | null | undefined): Taken =>
  reason ? { ...taken, event: { ...taken.event, detail: { ...taken.event.detail, reason } } } : taken

export interface Ground {
  readonly subscription: Subscription
  readonly seats: readonly Seat[]
  readonly registry: Registry
}

/** What a change that costs nothing makes of a subscription. Null: it is so already. */
export type Decide = (ground: Ground) => Taken | Refusal | null | Promise<Taken | Refusal | null>

export interface Changed {
  readonly subscription: Subscription
  /** False where it was so already: as the first call found it, whenever it comes again. */
  readonly changed: boolean
  readonly replayed: boolean
}

interface Kept {
  readonly changed?: boolean
}

/**
 * Changes a subscription in a way that costs nothing. It is brought to the present first, so that the change meets it
 * as it is now; under the caller's key it is made once.
 */
export async function changing(
  buying: Buying,
  about: About,
  decide: Decide,
  now: Instant,
  bringOn: typeof advance = advance,
): Promise<Changed | Refusal> {
  const { account, subscription: id, once } = about
  const kept = await begunUnder<Kept>(buying.store, once, now)
  if (isRefusal(kept)) return kept
  const done = kept ?? (await again(buying, about, decide, now, bringOn))
  if (isRefusal(done)) return done
  const { changed = true } = done
  const subscription = await advance(buying, account, id, now)
  return isRefusal(subscription) ? subscription : { subscription, changed, replayed: kept !== null }
}

const again = (
  buying: Buying,
  { account, subscription: id, once, reason }: About,
  decide: Decide,
  now: Instant,
  bringOn: typeof advance,
) =>
  againIfOvertaken(async () => {
    const subscription = await bringOn(buying, account, id, now)
    if (isRefusal(subscription)) return subscription
    const { registry } = buying.store
    const seats = await registry.seats(account, id)
    const taken = await decide({ subscription, seats, registry })
    if (isRefusal(taken)) return taken
    const { answer } = await buying.store.once<Kept>(once, now, async (within) => {
      if (taken) await stepWithin(buying, within, because(taken, reason), null, now)
      return { changed: taken !== null }
    })
    if (!isRefusal(answer)) await finishAllotments(buying, account, id, now)
    return answer
  })
