import type { Instant } from '../instant.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
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
  { id, about }: PaymentEvent,
  now: Instant,
): Promise<Handled> {
  if (!about) return 'ignored'
  const { registry } = buying.store
  if ((await registry.notedEvents([id])).has(id)) return 'seen'
  const settled = await refresh(buying, about.account, about.purchase, `webhook:${id}`, now)
  if (isRefusal(settled)) return settled
  await registry.noteEvent(id, now)
  return 'settled'
}
