import { ownTime } from '../accounts/own-time.ts'
import type { GoOn } from '../go-on.ts'
import type { Instant } from '../instant.ts'
import { formatMinor } from '../money.ts'
import type { Progress } from '../reports/check.ts'
import type { Buying } from './buying.ts'
import { compareTaken, isUngiven } from './compare-taken.ts'
import { type Difference, differenceOf, nameOf } from './difference.ts'
import { lookAgain, orAway } from './look-again.ts'
import { type Purchase, type PurchaseState, purchaseStates, wasPaid } from './purchase.ts'
import { orderOf, sideOf } from './side.ts'
import { takenBack } from './transition.ts'
import { wayBack } from './way-back.ts'

export interface Reconciled {
  readonly since: Instant
  /** Payments and purchases that were compared. */
  readonly compared: { readonly payments: number; readonly purchases: number }
  /** Differences that a look put right. */
  readonly healed: readonly Difference[]
  /** Those that somebody has to look into. */
  readonly differences: readonly Difference[]
}

export interface ReconcileOptions {
  /** Money that was taken, and purchases that were made, from then on. */
  readonly since: Instant
  /** Whether what is safe to put right is; else it is only told. */
  readonly heal: boolean
  readonly onProgress?: (progress: Progress) => void
  /** A comparison that is cut off has found nothing, and is to be made again. */
  readonly goOn?: GoOn
}

/** The longest that an outcome may be open before somebody should know. */
const LATE_MS = 3_600_000

const PAID: readonly PurchaseState[] = purchaseStates.filter(wasPaid)
const OPEN: readonly PurchaseState[] = ['pending', 'charging']

/**
 * Compares purchases with the money, both ways: what was paid there and not granted here, what was granted here and
 * not paid there, and amounts that differ.
 */
export async function reconcile(
  buying: Buying,
  options: ReconcileOptions,
  now: Instant,
): Promise<Reconciled> {
  const tell = wayBack(options, now)
  const taken = await compareTaken(buying, options, now, (at) => tell('payments', at))
  const { heal } = options
  const differences = [...taken.differences]
  const healed: Difference[] = []
  let purchases = 0
  for await (const purchase of purchasesSince(buying, options.since, [...PAID, ...OPEN])) {
    purchases += 1
    await tell('purchases', purchase.created_at)
    const own = await ownTime(buying.store, purchase.account, now)
    const found = wasPaid(purchase.state)
      ? (ofPaid(purchase) ?? (taken.paid.has(nameOf(purchase)) ? null : await unpaid(buying, purchase, own)))
      : late(purchase, own)
    if (!found) continue
    // Nobody looks at what was paid any more, and there may be room by now.
    const isHealed = heal && found.kind === 'refund_failed' && !(await stillFailed(buying, purchase, own))
    if (isHealed) healed.push(found)
    else differences.push(found)
  }
  differences.push(...(await openRefunds(buying, now)))
  const compared = { payments: taken.count, purchases }
  return { since: options.since, compared, healed: [...taken.healed, ...healed], differences }
}

/** Newest first, as they are listed. */
async function* purchasesSince(
  { store }: Buying,
  since: Instant,
  states: readonly PurchaseState[],
): AsyncGenerator<Purchase> {
  const filter = { credit_type: null, states, dialect: null }
  for (let after: string | null = null; ; ) {
    const page: { items: readonly Purchase[]; next: string | null } = await store.registry.purchases(
      null,
      filter,
      { limit: 100, after },
    )
    for (const purchase of page.items) {
      if (purchase.created_at < since) return
      yield purchase
    }
    if (page.next === null) return
    after = page.next
  }
}

/** What our own books say of a purchase that was paid. */
function ofPaid(purchase: Purchase): Difference | null {
  if (isUngiven(purchase))
    return differenceOf(
      'paid_not_granted',
      purchase,
      'It was paid, and its wallet had no room for the credits.',
    )
  if (purchase.revoked_micro > takenBack(purchase, purchase.facts))
    return differenceOf(
      'refund_failed',
      purchase,
      'Credits were taken back for a refund that failed since, and its wallet had no room for them.',
    )
  return null
}

const stillFailed = async (buying: Buying, purchase: Purchase, now: Instant): Promise<boolean> =>
  ofPaid(await lookAgain(buying, purchase, 'reconcile', now)) !== null

/** Nothing that was taken carries its name; the last word has a look at the payment itself. */
async function unpaid(buying: Buying, purchase: Purchase, now: Instant): Promise<Difference | null> {
  const order = await orderOf(buying, purchase)
  const { payment } = await sideOf(buying, purchase, now).look(order).catch(orAway)
  if (payment === 'paid') return null
  const { facts, price_minor, currency } = purchase
  const amount = `${formatMinor(facts.total_minor ?? price_minor, currency)} ${currency}`
  return differenceOf(
    'granted_not_paid',
    purchase,
    `It is ${purchase.state}, and no payment of ${amount} is found.`,
  )
}

const late = (purchase: Purchase, now: Instant): Difference | null =>
  now - purchase.created_at < LATE_MS
    ? null
    : differenceOf('outcome_unknown', purchase, `It has been ${purchase.state} for more than an hour.`)

async function openRefunds({ store }: Buying, now: Instant): Promise<Difference[]> {
  const open = await store.registry.openRefunds(now - LATE_MS, 100)
  return open.map(({ refund: { account, id, purchase } }) =>
    differenceOf('refund_open', { account, id: purchase }, `Nobody knows what became of its refund ${id}.`),
  )
}
