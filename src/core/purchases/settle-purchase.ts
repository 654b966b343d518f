import type { Instant } from '../instant.ts'
import { orRefuse } from '../refusal.ts'
import { billSettled } from '../subscriptions/bill-settled.ts'
import type { Buying } from './buying.ts'
import type { Facts } from './facts.ts'
import { type Purchase, wasPaid } from './purchase.ts'

/**
 * Brings a purchase to what is true of its payment, and its grant with it. Everybody who knows something new enters
 * here: the call that buys, the webhook, the return page and the jobs.
 */
export async function settle(
  buying: Buying,
  purchase: Purchase,
  facts: Facts,
  cause: string,
  now: Instant,
): Promise<Purchase> {
  const { settled, isNews, at } = await settleAlone(buying, purchase, facts, cause, now)
  // What a bill brings is its subscription's to give. That one is paid, or lost, is told again and again: who was told
  // first may have died before it began or ended anything.
  if (isNews || wasPaid(settled.state)) await billSettled(buying, settled, at)
  return settled
}

/** The same for whoever brings the subscription of a bill on by itself. */
export async function settleAlone(
  { store, ids }: Pick<Buying, 'store' | 'ids'>,
  { account, id: purchase, credit_type, grant }: Purchase,
  facts: Facts,
  cause: string,
  now: Instant,
): Promise<{ readonly settled: Purchase; readonly isNews: boolean; readonly at: Instant }> {
  // A call may have waited long for its answer: the facts are younger than the call then.
  const at = Math.max(now, facts.asked_at)
  const id = ids.mint('stl', at)
  const { answer } = await store.ledger.submit(
    {
      kind: 'settle_purchase',
      account,
      credit_type,
      purchase,
      grant,
      id,
      facts,
      cause,
    },
    at,
  )
  const { purchase: settled, transitions } = orRefuse(answer)
  return { settled, isNews: transitions.length > 0, at }
}
