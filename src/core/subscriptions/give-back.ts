import { ownTime } from '../accounts/own-time.ts'
import type { Instant } from '../instant.ts'
import type { Registry } from '../ports.ts'
import type { Buying } from '../purchases/buying.ts'
import { driveRefund } from '../purchases/drive-refund.ts'
import { patiently } from '../purchases/patience.ts'
import type { Purchase, PurchaseState, Refund } from '../purchases/purchase.ts'
import { leftToRefund } from '../purchases/refund-purchase.ts'

/** Why money goes back that nobody asked for. Anybody may give that reason for a refund, so it tells nothing. */
const BROUGHT_NOTHING = 'brought_nothing'

/** What it goes back by is called like the bill, so there is one, and it is told from those that somebody asked for. */
const givesBack = (bill: string): string => `ref_${bill.slice(bill.indexOf('_') + 1)}`

/** States in which the money is here, and nobody disputes it. */
const KEPT: readonly PurchaseState[] = ['paid', 'partially_refunded', 'won']

/** How many strays are found at a time. */
const AT_ONCE = 100

/**
 * Writes down that all that is left of a bill goes back, once: where the payment's side refuses that, it is for somebody
 * to look into.
 */
export async function writeGiveBack(
  registry: Registry,
  account: string,
  purchase: string,
  now: Instant,
): Promise<Refund | null> {
  const bill = await registry.lockPurchase(account, purchase)
  if (!bill || !KEPT.includes(bill.state)) return null
  const asked = await registry.refunds(account, purchase)
  const amount_minor = leftToRefund(bill, asked)
  const id = givesBack(purchase)
  if (amount_minor === 0n || asked.some((refund) => refund.id === id)) return null
  const refund: Refund = {
    account,
    id,
    purchase,
    amount_minor,
    reason: BROUGHT_NOTHING,
    created_at: now,
  }
  await registry.insertRefund(refund)
  return refund
}

/** Asks for what was written down; what fails is gone on with by the jobs. */
export async function driveGiveBack(
  buying: Buying,
  account: string,
  purchase: string,
  now: Instant,
): Promise<void> {
  const refund = await buying.store.registry.refund(account, givesBack(purchase))
  if (refund) await patiently(() => driveRefund(buying, refund, `refund:${refund.id}`, now))
}

/**
 * Gives the money of a bill back that was paid after all when its subscription no longer waited for it. What was paid
 * and brings something is known by what happened to the subscription.
 */
export async function giveBackStray(buying: Buying, bill: Purchase, now: Instant): Promise<boolean> {
  const { account, id, subscription, state } = bill
  const { registry } = buying.store
  if (subscription === null || !KEPT.includes(state)) return false
  if (await registry.isTakenUp(account, subscription, id)) return false
  const { answer } = await buying.store.once(null, now, async (within) => ({
    refund: (await writeGiveBack(within, account, id, now))?.id ?? null,
  }))
  if (!('refund' in answer) || answer.refund === null) return false
  await driveGiveBack(buying, account, id, now)
  return true
}

/** The same for all that were paid since, whoever died before it was done. Answers how many there were. */
export async function giveBackStrays(buying: Buying, since: Instant, now: Instant): Promise<number> {
  let given = 0
  for (const bill of await buying.store.registry.strayBills(since, AT_ONCE))
    if (await giveBackStray(buying, bill, await ownTime(buying.store, bill.account, now))) given += 1
  return given
}
