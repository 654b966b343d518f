import type { Instant } from '../instant.ts'
import type { Buying } from '../purchases/buying.ts'
import { isUnknown, type Purchase, wasPaid } from '../purchases/purchase.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { abandon, advance } from './advance.ts'
import type { Paying } from './bill.ts'
import type { ChangeRequest, KeptChange } from './change.ts'
import { checkAmount } from './check-amount.ts'
import type { Preview } from './preview.ts'
import { sameTerms } from './price.ts'
import type { OpenBill, Subscription } from './subscription.ts'

/** A change that is being paid: the same is gone on with, and makes way for another one. */
export async function openChange(
  buying: Buying,
  { account, id, bill }: Subscription,
  { paying, expected_minor }: ChangeRequest,
  preview: Preview,
  now: Instant,
): Promise<KeptChange | Refusal | null> {
  if (!bill) return null
  if (bill.kind !== 'change')
    return refuse(
      'payment_pending',
      `The renewal of the subscription ${id} is being paid just now. Try again.`,
    )
  const purchase = await buying.store.registry.purchase(account, bill.purchase)
  if (!purchase) throw new Error(`the bill of the subscription ${id} is not there`)
  if (isSameWish(bill, purchase, preview, paying))
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
 * Another card, or by now another price, is another wish: whoever asks again is charged what a preview says now. What
 * may be charged just now is gone on with as it is.
 */
function isSameWish(
  bill: OpenBill,
  purchase: Purchase,
  preview: Preview,
  { payment_method }: Paying,
): boolean {
  const isSameCard = payment_method === null || payment_method === purchase.payment_method
  const isSamePrice = isUnknown(purchase) || purchase.price_minor === preview.due_minor
  return sameTerms(bill.terms, preview.terms) && isSameCard && isSamePrice
}

function whyPending({ state }: Purchase): string {
  if (wasPaid(state)) return 'Another change has just been paid. Ask once more.'
  if (state === 'failed' || state === 'expired')
    return 'Another change was being paid and has been given up. Ask once more.'
  return 'Another change is being paid just now. Try again.'
}
