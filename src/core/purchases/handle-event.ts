import { ownTime } from '../accounts/own-time.ts'
import type { Instant } from '../instant.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { cardsChanged } from '../subscriptions/cards-changed.ts'
import type { Buying } from './buying.ts'
import { refresh } from './look-again.ts'
import type { PaymentEvent } from './payments.ts'

/** `ignored`: it concerns nothing of ours. `seen`: it was settled before. */
export type Handled = 'settled' | 'ignored' | 'seen' | Refusal

/**
 * Settles what an event tells of. It only says where to look, so events may come late, twice, in any order or not at
 * all. It is noted after it was settled: one that is cut off comes again.
 */
export async function handleEvent(
  buying: Buying,
  { id, about, card_of, payment_only }: PaymentEvent,
  now: Instant,
): Promise<Handled> {
  if (!about && card_of === null) return 'ignored'
  const { registry } = buying.store
  if ((await registry.notedEvents([id])).has(id)) return 'seen'
  if (about) {
    const own = await ownTime(buying.store, about.account, now)
    const settled = await refresh(buying, about.account, about.purchase, `webhook:${id}`, own, payment_only)
    if (isRefusal(settled)) return settled
  }
  if (card_of !== null) await cardsChanged(buying, card_of, now)
  await registry.noteEvent(id, now)
  return 'settled'
}
