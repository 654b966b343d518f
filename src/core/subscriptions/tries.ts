import type { Instant } from '../instant.ts'
import type { Registry } from '../ports.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { daysAfter, MOST_TRIES_A_DAY } from './dunning.ts'
import type { Subscription } from './subscription.ts'

const AT_ONCE = 100

/**
 * Refuses to charge a renewal once more before its turn where it was charged often enough within a day: whoever tries
 * one card after another is not helping.
 */
export async function checkTries(
  registry: Pick<Registry, 'subscriptionEvents'>,
  { account, id }: Pick<Subscription, 'account' | 'id'>,
  now: Instant,
): Promise<Refusal | null> {
  const since = daysAfter(now, -1)
  let tries = 0
  for (let after: string | null = null; ; ) {
    const { items, next } = await registry.subscriptionEvents(account, id, { limit: AT_ONCE, after })
    const fresh = items.filter(({ at }) => at > since)
    tries += fresh.filter(({ kind }) => kind === 'renewal_billed').length
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
