import type { Instant } from '../instant.ts'
import { formatMinor, type Minor } from '../money.ts'
import type { OnceRequest, Registry } from '../ports.ts'
import { isRefusal, type Refusal, Refused, refuse } from '../refusal.ts'
import type { Buying } from './buying.ts'
import { driveRefund } from './drive-refund.ts'
import { isGone, type RefundFact } from './facts.ts'
import { noPurchase } from './look-again.ts'
import { patiently } from './patience.ts'
import { type Purchase, type Refund, wasPaid } from './purchase.ts'
import { surelyWritten } from './surely-written.ts'
import { totalOf } from './transition.ts'

export interface RefundRequest {
  readonly account: string
  readonly purchase: string
  /** Null: all that is left. */
  readonly amount_minor: Minor | null
  readonly reason: string | null
  readonly once: OnceRequest | null
}

export interface RefundedPurchase {
  readonly refund: Refund
  readonly purchase: Purchase
  readonly replayed: boolean
}

/**
 * Gives a part or all of a purchase's money back. The refund is written down first and asked for then, so one whose
 * answer is lost is found again: by the same key, or by the jobs.
 */
export async function refundPurchase(
  buying: Buying,
  request: RefundRequest,
  now: Instant,
): Promise<RefundedPurchase | Refusal> {
  const { account, purchase: id, once } = request
  const { store } = buying
  const refund_id = buying.ids.mint('ref', now)
  const earlier = once ? [] : await store.registry.refunds(account, id)
  const known = new Set(earlier.map((refund) => refund.id))
  const write = () =>
    store.once(once, now, async (registry) => ({
      refund: (await writeRefund(registry, request, { refund_id, known }, now)).id,
    }))
  const written = async () =>
    (await store.registry.refund(account, refund_id)) && { answer: { refund: refund_id }, replayed: false }
  const { answer, replayed } = await surelyWritten(write, written)
  if (isRefusal(answer)) return answer
  const refund = await store.registry.refund(account, answer.refund)
  const before = await store.registry.purchase(account, id)
  if (!refund || !before) return noPurchase(account, id)
  const isKnown = factOf(before, refund) !== undefined
  const driven = isKnown
    ? before
    : await patiently(() => driveRefund(buying, refund, `refund:${refund.id}`, now))
  const purchase = driven ?? before
  return outcomeOf(purchase, refund) ?? { refund, purchase, replayed }
}

/** Two refunds of one purchase are decided one after the other, so that they never exceed it together. */
async function writeRefund(
  registry: Registry,
  request: RefundRequest,
  { refund_id, known }: { readonly refund_id: string; readonly known: ReadonlySet<string> },
  now: Instant,
): Promise<Refund> {
  const { account, purchase: id, amount_minor, reason, once } = request
  const purchase = await registry.lockPurchase(account, id)
  if (!purchase) throw new Refused(noPurchase(account, id))
  const asked = await registry.refunds(account, id)
  const left_minor = leftToRefund(purchase, asked)
  // What was asked for since this call began overlaps it, whatever became of that meanwhile.
  const open = asked.filter((refund) => factOf(purchase, refund) === undefined || !known.has(refund.id))
  const same = once ? undefined : open.find((refund) => isSame(refund, left_minor, request))
  if (same) return same
  const unfit = whyNotRefundable(purchase, left_minor, amount_minor)
  if (unfit) throw new Refused(unfit)
  const refund: Refund = {
    account,
    id: refund_id,
    purchase: id,
    amount_minor: amount_minor ?? left_minor,
    reason,
    created_at: now,
  }
  await registry.insertRefund(refund)
  return refund
}

/** An identical attempt, told by no key, while nobody knows what became of the first: it is that one again. */
const isSame = (refund: Refund, left_minor: Minor, { amount_minor, reason }: RefundRequest): boolean =>
  refund.reason === reason &&
  (amount_minor === null ? left_minor === 0n : refund.amount_minor === amount_minor)

function whyNotRefundable(purchase: Purchase, left_minor: Minor, amount_minor: Minor | null): Refusal | null {
  const { state, currency } = purchase
  if (!wasPaid(state))
    return refuse('purchase_not_refundable', `The purchase is ${state}: there is nothing to give back.`)
  if (state === 'disputed' || state === 'lost')
    return refuse(
      'purchase_not_refundable',
      'The purchase is disputed: the bank decides where its money goes.',
    )
  if (left_minor === 0n)
    return refuse('purchase_not_refundable', 'All of the purchase was given back already.')
  if (amount_minor === null) return null
  if (amount_minor <= 0n) return refuse('amount_too_small', 'A refund must be above zero.')
  if (amount_minor <= left_minor) return null
  const left = `${formatMinor(left_minor, currency)} ${currency}`
  return refuse('refund_exceeds_purchase', `${left} of the purchase are left to refund.`)
}

/** What neither went back, here or elsewhere, nor was asked for here with an answer still to come. */
export function leftToRefund(purchase: Purchase, asked: readonly Refund[]): Minor {
  const { facts } = purchase
  const open = asked.filter((refund) => factOf(purchase, refund) === undefined)
  const gone_minor = [...facts.refunds.filter(isGone), ...open].reduce(
    (sum, { amount_minor }) => sum + amount_minor,
    0n,
  )
  const total_minor = totalOf(purchase, facts)
  return gone_minor < total_minor ? total_minor - gone_minor : 0n
}

/** What became of a refund that was asked for here; undefined while nobody knows. */
export const factOf = ({ facts }: Purchase, { id }: Pick<Refund, 'id'>): RefundFact | undefined =>
  facts.refunds.find(({ refund }) => refund === id)

function outcomeOf(purchase: Purchase, refund: Refund): Refusal | null {
  const fact = factOf(purchase, refund)
  if (!fact)
    return refuse(
      'payment_pending',
      `Nobody has said yet whether the refund ${refund.id} went through. It is never made twice; look at the purchase.`,
    )
  return isGone(fact)
    ? null
    : refuse('payment_refused', `The refund did not go through (${fact.reason ?? 'no reason is known'}).`)
}
