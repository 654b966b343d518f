import type { Static } from 'typebox'
import type { Instant } from '../../core/instant.ts'
import type { Buying } from '../../core/purchases/buying.ts'
import { isRefusal, type Refusal } from '../../core/refusal.ts'
import type { About, Changed } from '../../core/subscriptions/changing.ts'
import type { Call } from '../../http/call.ts'
import { type AnyRefusal, isAnyRefusal } from '../../http/refusals.ts'
import { adminOf } from './actor.ts'
import { type EndingWire, endingWire } from './convert-ending.ts'
import { subscriptionOf } from './find-subscription.ts'

type Change = (buying: Buying, about: About, now: Instant) => Promise<Changed | Refusal>

/** Ends the account's subscription or has it go on, as `change` does. */
export async function endOrGoOn(
  call: Call,
  what: string,
  change: Change,
): Promise<Static<typeof EndingWire> | AnyRefusal> {
  const actor = await adminOf(call, what)
  if (isAnyRefusal(actor)) return actor
  const { id: account } = actor.account
  const known = await subscriptionOf(call.store.registry, actor.account)
  if (isRefusal(known)) return known
  const about = { account, subscription: known.id, once: call.onceRequest(account) }
  const changed = await change(call.buying, about, call.now)
  if (isRefusal(changed)) return changed
  call.replayed = changed.replayed
  return endingWire(changed.subscription)
}
