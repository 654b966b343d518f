import type { Instant } from '../instant.ts'
import type { Registry } from '../ports.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { daysAfter, MOST_TRIES_A_DAY } from './dunning.ts'
import type { Subscription, SubscriptionEvent } from './subscription.ts'

const AT_ONCE = 100

/**
 * Refuses to try a renewal once more before its turn where that was done often enough within a day: whoever tries one card
 * after another, or none, is not helping.
 */
export async function checkTries(
  registry: Pick<Registry, 'subscriptionEvents'>,
  { account, id }: Pick<Subscription, 'account' | 'id'>,
  now: Instant,
): Promise<Refusal | null> {
  const since = daysAfter(now, -1)
  let tries = 0
  let followed_by: SubscriptionEvent['kind'] | null = null
  for (let after: string | null = null; ; ) {
    const { items, next } = await registry.subscriptionEvents(account, id, { limit: AT_ONCE, after })
    const fresh = items.filter(({ at }) => at > since)
    for (const { kind } of fresh) {
      // What was asked for in vain, because there was nothing to charge, is a try as well.
      const isInVain = kind === 'payment_asked_for' && followed_by !== 'renewal_billed'
      if (isInVain || kind === 'renewal_billed') tries += 1
      followed_by = kind
    }
    if (tries >= MOST_TRIES_A_DAY) return tooOften(id)
    if (next === null || fresh.length < items.length) return null
    after = next
  }
}

const tooOften = (id: string): Refusal =>
  refuse(
    'too_many_attempts',
    `The renewal of the subscription ${id} was tried ${MOST_TRIES_A_DAY} times within a day. It is tried again by ` +
      'itself; before that, ask tomorrow.',
  )
