import type { Instant } from '../instant.ts'
import type { Ids } from '../ports.ts'
import { noFacts } from './facts.ts'
import type { Purchase } from './purchase.ts'
import { nextCheck } from './transition.ts'

/** What is said of a purchase when it is written down. */
export type PurchaseIntent = Omit<
  Purchase,
  | 'id'
  | 'grant'
  | 'state'
  | 'facts'
  | 'granted_at'
  | 'revoked_micro'
  | 'frozen'
  | 'remaining_before_micro'
  | 'remaining_after_micro'
  | 'check_at'
  | 'created_at'
  | 'updated_at'
>

/** A purchase of which nothing has happened yet. */
export function newPurchase(ids: Ids, intent: PurchaseIntent, now: Instant): Purchase {
  const planned: Purchase = {
    ...intent,
    id: ids.mint('pur', now),
    grant: ids.mint('grt', now),
    // What has no page to wait for is charged as soon as this is written.
    state: intent.paying_by === 'checkout' || intent.paying_by === 'invoice' ? 'pending' : 'charging',
    // Nobody has asked yet.
    facts: noFacts(0),
    granted_at: null,
    revoked_micro: 0n,
    frozen: false,
    remaining_before_micro: null,
    remaining_after_micro: null,
    check_at: null,
    created_at: now,
    updated_at: now,
  }
  return { ...planned, check_at: nextCheck(planned, now) }
}
