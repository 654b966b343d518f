import type { Instant } from '../instant.ts'
import type { Buying } from '../purchases/buying.ts'
import { isUnknown, type Purchase, wasPaid } from '../purchases/purchase.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { abandon, advance } from './advance.ts'
import { isPaidWith } from './bill.ts'
import type { ChangeRequest, KeptChange } from './change.ts'
import { checkAmount } from './check-amount.ts'
import type { Preview } from './preview.ts'
import { sameTerms } from './price.ts'
import type { OpenBill, Subscription } from './subscription.ts'
import { waitsBeside } from './take-step.ts'

/** A change that is being paid: the same is gone on with, and makes way for another one. */
export async function openChange(
  buying: Buying,
  subscription: Subscription,
  { paying, expected_minor }: ChangeRequest,
  preview: Preview,
  now: Instant,
): Promise<KeptChange | Refusal | null> {
  const { account, id, bill } = subscription
  if (!bill) return null
  if (bill.kind !== 'change')
    return refuse(
      'payment_pending',
      `The renewal of the subscription ${id} is being paid just now. Try again.`,
    )
  const purchase = await buying.store.registry.purchase(account, bill.purchase)
  if (!purchase) throw new Error(`the bill of the subscription ${id} is not there`)
  if (isSameChange(subscription, bill, purchase, preview) && (await isPaidWith(buying, purchase, paying)))
    return (
      checkAmount({ ...preview, due_minor: purchase.price_minor }, expected_minor) ?? {
        purchase: bill.purchase,
        preview,
      }
    )
  const given = await abandon(buying, purchase, now)
  await advance(buying, account, id, now)
  return refuse('payment_pending', whyPending(given))
}

/**
 * By now another price makes it another wish: whoever asks again is charged what a preview says now. What may be charged
 * just now is gone on with as it is.
 */
function isSameChange(
  subscription: Subscription,
  bill: OpenBill,
  purchase: Purchase,
  { terms, at_renewal, due_minor }: Preview,
): boolean {
  const waits = waitsBeside(subscription, bill)
  const isSameRest = waits && at_renewal ? sameTerms(waits.terms, at_renewal) : !waits && !at_renewal
  const isSamePrice = isUnknown(purchase) || purchase.price_minor === due_minor
  return sameTerms(bill.terms, terms) && isSameRest && isSamePrice
}

function whyPending({ state }: Purchase): string {
  if (wasPaid(state)) return 'Another change has just been paid. Ask once more.'
  if (state === 'failed' || state === 'expired')
    return 'Another change was being paid and has been given up. Ask once more.'
  return 'Another change is being paid just now. Try again.'
}
