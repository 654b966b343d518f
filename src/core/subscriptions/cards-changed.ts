import { ownTime } from '../accounts/own-time.ts'
import type { Instant } from '../instant.ts'
import type { Buying } from '../purchases/buying.ts'
import { chooseCard, paymentMethods } from '../purchases/payment-methods.ts'
import { isRefusal } from '../refusal.ts'
import { abandon, advance } from './advance.ts'
import { nextAttempt } from './dunning.ts'
import { renewalDue } from './next-step.ts'
import type { Subscription } from './subscription.ts'

/** More subscriptions than any account has at a time. */
const ALL = { limit: 100, after: null }

/**
 * Whoever saves or chooses another card while a renewal is past due wants it charged with that one, and now. The card
 * that declined is not tried before its turn. `now` is the real time.
 */
export async function cardsChanged(buying: Buying, account: string, now: Instant): Promise<void> {
  const { registry } = buying.store
  const { items } = await registry.subscriptions(account, 'past_due', ALL)
  const waiting = items.filter(({ collection }) => collection === 'charge_automatically')
  if (waiting.length === 0) return
  const own = await ownTime(buying.store, account, now)
  for (const known of waiting) {
    const subscription = await withoutBill(buying, known, own)
    if (!subscription || !(await hasAnotherCard(buying, account, subscription.declined_card))) continue
    // Where it was changed meanwhile, somebody else is at it, and sees the card as well.
    await registry.changeSubscription({ ...subscription, due_at: own })
    const advanced = await advance(buying, account, subscription.id, own)
    if (isRefusal(advanced))
      throw new Error(`the subscription ${subscription.id} is lost: ${advanced.detail}`)
  }
}

/**
 * It as it is once nothing of it is being paid; null where that can't be. A bill that waits for the owner of another
 * card makes way, unless that was the last attempt and the subscription would end with it.
 */
async function withoutBill(buying: Buying, known: Subscription, now: Instant): Promise<Subscription | null> {
  const { account, id, bill, attempts } = known
  if (!bill) return known
  const { registry } = buying.store
  const purchase = await registry.purchase(account, bill.purchase)
  if (purchase?.state !== 'awaiting_checkout') return null
  if (nextAttempt(renewalDue(known), attempts + 1, now) === null) return null
  if (!(await hasAnotherCard(buying, account, purchase.payment_method))) return null
  await abandon(buying, purchase, now)
  const freed = await advance(buying, account, id, now)
  return isRefusal(freed) || freed.status !== 'past_due' || freed.bill ? null : freed
}

/**
 * Whether another card would be charged than the one that declined. One that was saved later takes the default's place:
 * it was saved because the default one declines.
 */
async function hasAnotherCard(
  buying: Buying,
  account: string,
  declined_card: string | null,
): Promise<boolean> {
  const cards = await paymentMethods(buying, account)
  const chosen = chooseCard(cards, null)
  if (chosen === null || isRefusal(chosen)) return false
  if (chosen.id !== declined_card) return true
  const [newest] = cards
  if (!newest || newest.id === declined_card) return false
  const customer = await buying.store.registry.customer(account)
  return customer !== null && (await buying.payments.setDefault(customer, newest.id))
}
