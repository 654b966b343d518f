import type { Instant } from '../instant.ts'
import { orRefuse } from '../refusal.ts'
import { billSettled } from '../subscriptions/bill-settled.ts'
import type { Buying } from './buying.ts'
import type { Facts } from './facts.ts'
import type { Purchase } from './purchase.ts'

/**
 * Brings a purchase to what is true of its payment, and its grant with it. Everybody who knows something new enters
 * here: the call that buys, the webhook, the return page and the jobs.
 */
export async function settle(
  buying: Buying,
  { account, id: purchase, credit_type, grant }: Purchase,
  facts: Facts,
  cause: string,
  now: Instant,
): Promise<Purchase> {
  const { store, ids } = buying
  // A call may have waited long for its answer: the facts are younger than the call then.
  const at = Math.max(now, facts.asked_at)
  const id = ids.mint('stl', at)
  const { answer } = await store.ledger.submit(
    {
      kind: 'settle_purchase',
      account,
      key: id,
      fingerprint: '',
      credit_type,
      purchase,
      grant,
      id,
      facts,
      cause,
    },
    at,
  )
  const settled = orRefuse(answer)
  // What a bill brings is its subscription's to give.
  if (settled.transitions.length > 0) await billSettled(buying, settled.purchase, at)
  return settled.purchase
}
