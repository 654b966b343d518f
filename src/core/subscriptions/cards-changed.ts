import { ownTime } from '../accounts/own-time.ts'
import type { Instant } from '../instant.ts'
import type { Buying } from '../purchases/buying.ts'
import { chooseCard, paymentMethods } from '../purchases/payment-methods.ts'
import { isRefusal } from '../refusal.ts'
import { abandon, advance } from './advance.ts'
import { isOver } from './dunning.ts'
import { renewalDue } from './next-step.ts'
import type { OpenBill, Subscription } from './subscription.ts'
import { checkTries } from './tries.ts'

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
    // What was tried too often today waits for its turn.
    if (await checkTries(registry, known, own)) continue
    if (known.bill) await chargeInstead(buying, known, known.bill, own)
    else if (await hasAnotherCard(buying, account, known.declined_card)) {
      // Where it was changed meanwhile, somebody else is at it, and sees the card as well.
      await registry.changeSubscription({ ...known, due_at: own })
      await broughtOn(buying, account, known.id, own)
    }
  }
}

/**
 * A bill that waits for the owner of another card makes way, which is written down before it is closed: so it is no
 * attempt in vain, not even the last one, unless it has been put off for too long. What is charged just now is left
 * alone.
 */
async function chargeInstead(
  buying: Buying,
  known: Subscription,
  bill: OpenBill,
  now: Instant,
): Promise<void> {
  const { account, id } = known
  const { registry } = buying.store
  if (isOver(renewalDue(known), known.attempts, now)) return
  const purchase = await registry.purchase(account, bill.purchase)
  if (purchase?.state !== 'awaiting_checkout') return
  if (!(await hasAnotherCard(buying, account, purchase.payment_method))) return
  const marked = { ...known, bill: { ...bill, gives_way: true }, due_at: now } as const
  if (!(await registry.changeSubscription(marked))) return
  await abandon(buying, purchase, now)
  await broughtOn(buying, account, id, now)
}

async function broughtOn(buying: Buying, account: string, id: string, now: Instant): Promise<void> {
  const advanced = await advance(buying, account, id, now)
  if (isRefusal(advanced)) throw new Error(`the subscription ${id} is lost: ${advanced.detail}`)
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
