import type { Micro } from '../credits.ts'
import { divideHalfUp, inSteps, type Minor } from '../money.ts'
import { type Facts, lostIn, mergeFacts, refundedMinor } from './facts.ts'
import { isUnknown, type Purchase, type PurchaseState, wasPaid } from './purchase.ts'

/**
 * What a look at the payment means for a purchase: the facts as they are known now, the states it goes through, and
 * what must be true of its grant. It is a matter of the facts alone, not of what told of them or how often, so settling
 * the same facts twice changes nothing.
 */
export interface Verdict {
  readonly facts: Facts
  /** The states that follow the present one, in order; none where it stays. */
  readonly states: readonly PurchaseState[]
  /** Whether the credits must have been granted. */
  readonly granted: boolean
  /** How many of them must have been taken back: fewer than were, where a refund failed since. */
  readonly revoked_micro: Micro
  /** Whether what is left of them must be frozen. */
  readonly frozen: boolean
}

export function transition(purchase: Purchase, seen: Facts): Verdict {
  const facts = mergeFacts(purchase.facts, seen)
  const target = stateOf(purchase, facts)
  const granted = wasPaid(target)
  return {
    facts,
    states: path(purchase.state, target),
    granted,
    revoked_micro: granted ? takenBack(purchase, facts) : 0n,
    frozen: target === 'disputed',
  }
}

/** What a purchase is, given the facts. */
function stateOf(purchase: Purchase, facts: Facts): PurchaseState {
  switch (facts.payment) {
    case 'none':
      return purchase.state
    case 'open':
      return waitsForBuyer(purchase) ? 'awaiting_checkout' : 'charging'
    case 'action':
      return 'awaiting_checkout'
    case 'processing':
      return 'charging'
    case 'failed':
      return 'failed'
    case 'expired':
      return 'expired'
    case 'paid':
      return paidState(purchase, facts)
  }
}

const waitsForBuyer = ({ paying_by }: Purchase): boolean =>
  paying_by === 'checkout' || paying_by === 'invoice'

function paidState(purchase: Purchase, facts: Facts): PurchaseState {
  const { dispute } = facts
  if (dispute?.status === 'open') return 'disputed'
  if (dispute?.status === 'lost') return 'lost'
  const refunded_minor = refundedMinor(facts)
  if (refunded_minor > 0n)
    return refunded_minor < totalOf(purchase, facts) ? 'partially_refunded' : 'refunded'
  return dispute ? 'won' : 'paid'
}

/** No step is left out where the facts came late: what is disputed was paid, and what was won was disputed. */
function path(from: PurchaseState, to: PurchaseState): readonly PurchaseState[] {
  if (from === to) return []
  const steps: PurchaseState[] = []
  if (wasPaid(to) && !wasPaid(from)) steps.push('paid')
  if ((to === 'won' || to === 'lost') && from !== 'disputed') steps.push('disputed')
  return steps.at(-1) === to ? steps : [...steps, to]
}

/**
 * With the taxes, because they go back too. Where those are no whole steps of the currency, the sum is charged as the
 * steps that are nearest.
 */
export function totalOf(
  { price_minor, currency, paying_by }: Pick<Purchase, 'price_minor' | 'currency' | 'paying_by'>,
  { total_minor }: Pick<Facts, 'total_minor'>,
): Minor {
  const said_minor = total_minor ?? price_minor
  return paying_by === 'commitment' ? said_minor : inSteps(said_minor, currency)
}

/** Credits go back in proportion to the money, rounded half up over all of it together, and never more than were bought. */
export function takenBack(purchase: Purchase, facts: Facts): Micro {
  // What a subscription granted is its own to take back.
  if (purchase.subscription !== null) return 0n
  const total_minor = totalOf(purchase, facts)
  const gone_minor = refundedMinor(facts) + lostIn(facts)
  if (gone_minor >= total_minor) return gone_minor > 0n ? purchase.credits_micro : 0n
  return divideHalfUp(purchase.credits_micro * gone_minor, total_minor)
}

const SOON_MS = 5_000
const OFTEN_MS = 20_000
const HOUR_MS = 3_600_000

/**
 * When to look at the payment next, if nothing tells of it before. What nobody knows the outcome of is asked for often,
 * so that it heals soon after whatever kept it open, and more slowly only after hours; a page that waits for its buyer
 * is looked at now and then.
 */
export function nextCheck(purchase: Purchase, now: number): number | null {
  const age_ms = Math.max(now - purchase.created_at, 0)
  if (isUnknown(purchase)) {
    const often_ms = Math.min(Math.max(age_ms / 2, SOON_MS), OFTEN_MS)
    return now + Math.floor(age_ms < HOUR_MS ? often_ms : Math.min(age_ms / 12, HOUR_MS))
  }
  if (purchase.state === 'awaiting_checkout')
    return now + Math.floor(Math.min(Math.max(age_ms / 4, 15_000), HOUR_MS))
  return null
}
