import type { Instant } from '../instant.ts'
import type { Buying } from '../purchases/buying.ts'
import { OutcomeUnknown } from '../purchases/payments.ts'
import { isRefusal } from '../refusal.ts'
import { Unavailable } from '../unavailable.ts'
import { advance } from './advance.ts'
import type { Subscription } from './subscription.ts'

/**
 * A subscription as it is by now, for whoever only looks at it. Where it can't be brought to the present, because nobody
 * answers who moves the money, it is shown as it was left.
 */
export async function presentOf(buying: Buying, known: Subscription, now: Instant): Promise<Subscription> {
  if (known.status === 'canceled') return known
  const advanced = await advance(buying, known.account, known.id, now).catch(asItWas(known))
  return isRefusal(advanced) ? known : advanced
}

const asItWas =
  (known: Subscription) =>
  (error: unknown): Subscription => {
    if (error instanceof Unavailable || error instanceof OutcomeUnknown) return known
    throw error
  }
